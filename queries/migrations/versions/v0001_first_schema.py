"""First schema: curated tables, snapshots, follow-up and accrual by month.

Revision ID: 0001
Revises: none
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Apply the step."""
    op.create_table(
        "burden_reference",
        sa.Column("cancer_site", sa.Text(), nullable=False),
        sa.Column("region_code", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("new_cases", sa.Integer(), nullable=False),
        sa.Column("deaths", sa.Integer(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint(
            "cancer_site", "region_code", "year", name=op.f("pk_burden_reference")
        ),
    )
    op.create_table(
        "data_element",
        sa.Column("table_name", sa.Text(), nullable=False),
        sa.Column("column_name", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("data_type", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("codelist", sa.JSON(), nullable=False),
        sa.Column("domains", sa.JSON(), nullable=False),
        sa.Column("is_core", sa.Boolean(), nullable=False),
        sa.Column("applies_when", sa.Text(), nullable=False),
        sa.Column("hard_min", sa.Float(), nullable=True),
        sa.Column("hard_max", sa.Float(), nullable=True),
        sa.Column("soft_min", sa.Float(), nullable=True),
        sa.Column("soft_max", sa.Float(), nullable=True),
        sa.PrimaryKeyConstraint("table_name", "column_name", name=op.f("pk_data_element")),
    )
    op.create_table(
        "data_snapshot",
        sa.Column("snapshot_id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("data_cut_date", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("source_label", sa.Text(), nullable=False),
        sa.Column("schema_version", sa.Text(), nullable=False),
        sa.Column("importer_version", sa.Text(), nullable=False),
        sa.Column("row_counts", sa.JSON(), nullable=False),
        sa.Column("checksum", sa.Text(), nullable=False),
        sa.Column("file_sha256", sa.Text(), nullable=False),
        sa.Column("mapping_sha256", sa.Text(), nullable=False),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.Column("is_synthetic", sa.Boolean(), nullable=False),
        sa.Column("held_for", sa.Text(), nullable=True),
        sa.Column("held_against", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("snapshot_id", name=op.f("pk_data_snapshot")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "uq_data_snapshot_current",
        "data_snapshot",
        ["is_current"],
        unique=True,
        sqlite_where=sa.text("is_current"),
        postgresql_where=sa.text("is_current"),
    )
    op.create_table(
        "region",
        sa.Column("region_code", sa.Text(), nullable=False),
        sa.Column("region_name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("region_code", name=op.f("pk_region")),
    )
    op.create_table(
        "accrual_month",
        sa.Column("snapshot_id", sa.Integer(), nullable=False),
        sa.Column("site_id", sa.Text(), nullable=False),
        sa.Column("domain_code", sa.Text(), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("country_code", sa.Text(), nullable=False),
        sa.Column("region_code", sa.Text(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["snapshot_id"],
            ["data_snapshot.snapshot_id"],
            name=op.f("fk_accrual_month_snapshot_id"),
        ),
        sa.PrimaryKeyConstraint(
            "snapshot_id", "site_id", "domain_code", "month", name=op.f("pk_accrual_month")
        ),
    )
    op.create_table(
        "accrual_target",
        sa.Column("snapshot_id", sa.Integer(), nullable=False),
        sa.Column("row_no", sa.Integer(), nullable=False),
        sa.Column("site_id", sa.Text(), nullable=True),
        sa.Column("region_code", sa.Text(), nullable=True),
        sa.Column("domain_code", sa.Text(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("target_n", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(
            ["snapshot_id"],
            ["data_snapshot.snapshot_id"],
            name=op.f("fk_accrual_target_snapshot_id"),
        ),
        sa.PrimaryKeyConstraint("snapshot_id", "row_no", name=op.f("pk_accrual_target")),
    )
    op.create_table(
        "adverse_event",
        sa.Column("snapshot_id", sa.Integer(), nullable=False),
        sa.Column("row_no", sa.Integer(), nullable=False),
        sa.Column("ae_id", sa.Text(), nullable=False),
        sa.Column("diagnosis_id", sa.Text(), nullable=False),
        sa.Column("procedure_id", sa.Text(), nullable=True),
        sa.Column("onset_date", sa.Date(), nullable=True),
        sa.Column("onset_precision", sa.Text(), nullable=False),
        sa.Column("onset_day", sa.Float(), nullable=True),
        sa.Column("ctcae_term", sa.Text(), nullable=True),
        sa.Column("ctcae_category", sa.Text(), nullable=True),
        sa.Column("ctcae_grade", sa.Text(), nullable=True),
        sa.Column("sir_class", sa.Text(), nullable=True),
        sa.Column("cirse_grade", sa.Text(), nullable=True),
        sa.Column("relatedness", sa.Text(), nullable=True),
        sa.Column("serious", sa.Text(), nullable=True),
        sa.Column("resolved_date", sa.Date(), nullable=True),
        sa.Column("resolved_precision", sa.Text(), nullable=False),
        sa.Column("resolved_day", sa.Float(), nullable=True),
        sa.Column("date_entered", sa.Date(), nullable=True),
        sa.Column("site_id", sa.Text(), nullable=False),
        sa.Column("domain_code", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["snapshot_id"],
            ["data_snapshot.snapshot_id"],
            name=op.f("fk_adverse_event_snapshot_id"),
        ),
        sa.PrimaryKeyConstraint("snapshot_id", "row_no", name=op.f("pk_adverse_event")),
        sa.UniqueConstraint(
            "snapshot_id", "ae_id", name=op.f("uq_adverse_event_snapshot_id_ae_id")
        ),
    )
    op.create_table(
        "baseline",
        sa.Column("snapshot_id", sa.Integer(), nullable=False),
        sa.Column("row_no", sa.Integer(), nullable=False),
        sa.Column("diagnosis_id", sa.Text(), nullable=False),
        sa.Column("baseline_date", sa.Date(), nullable=True),
        sa.Column("baseline_precision", sa.Text(), nullable=False),
        sa.Column("baseline_day", sa.Float(), nullable=True),
        sa.Column("ecog", sa.Text(), nullable=True),
        sa.Column("bmi", sa.Float(), nullable=True),
        sa.Column("n_tumours", sa.Integer(), nullable=True),
        sa.Column("max_diameter_mm", sa.Float(), nullable=True),
        sa.Column("extrahepatic_disease", sa.Text(), nullable=True),
        sa.Column("date_entered", sa.Date(), nullable=True),
        sa.Column("bilobar", sa.Text(), nullable=True),
        sa.Column("albumin_g_l", sa.Float(), nullable=True),
        sa.Column("bilirubin_umol_l", sa.Float(), nullable=True),
        sa.Column("inr", sa.Float(), nullable=True),
        sa.Column("platelets_10e9_l", sa.Float(), nullable=True),
        sa.Column("creatinine_umol_l", sa.Float(), nullable=True),
        sa.Column("ascites", sa.Text(), nullable=True),
        sa.Column("encephalopathy", sa.Text(), nullable=True),
        sa.Column("cirrhosis", sa.Text(), nullable=True),
        sa.Column("child_pugh_site", sa.Text(), nullable=True),
        sa.Column("etiology", sa.Text(), nullable=True),
        sa.Column("afp_ng_ml", sa.Float(), nullable=True),
        sa.Column("pvi", sa.Text(), nullable=True),
        sa.Column("bclc_site", sa.Text(), nullable=True),
        sa.Column("liver_involvement_pct", sa.Text(), nullable=True),
        sa.Column("cea_ng_ml", sa.Float(), nullable=True),
        sa.Column("primary_side", sa.Text(), nullable=True),
        sa.Column("synchronous", sa.Text(), nullable=True),
        sa.Column("primary_node_positive", sa.Text(), nullable=True),
        sa.Column("ras_status", sa.Text(), nullable=True),
        sa.Column("braf_status", sa.Text(), nullable=True),
        sa.Column("msi_status", sa.Text(), nullable=True),
        sa.Column("ca19_9_u_ml", sa.Float(), nullable=True),
        sa.Column("ki67_pct", sa.Float(), nullable=True),
        sa.Column("net_grade", sa.Text(), nullable=True),
        sa.Column("net_primary", sa.Text(), nullable=True),
        sa.Column("functional_syndrome", sa.Text(), nullable=True),
        sa.Column("prior_prrt", sa.Text(), nullable=True),
        sa.Column("prior_ssa", sa.Text(), nullable=True),
        sa.Column("clinical_t", sa.Text(), nullable=True),
        sa.Column("charlson", sa.Integer(), nullable=True),
        sa.Column("renal_score", sa.Integer(), nullable=True),
        sa.Column("solitary_kidney", sa.Text(), nullable=True),
        sa.Column("hereditary_syndrome", sa.Text(), nullable=True),
        sa.Column("egfr", sa.Float(), nullable=True),
        sa.Column("rcc_histology", sa.Text(), nullable=True),
        sa.Column("lung_histology", sa.Text(), nullable=True),
        sa.Column("lung_location", sa.Text(), nullable=True),
        sa.Column("fev1_pct", sa.Float(), nullable=True),
        sa.Column("dlco_pct", sa.Float(), nullable=True),
        sa.Column("disease_free_interval_mo", sa.Float(), nullable=True),
        sa.Column("bone_site", sa.Text(), nullable=True),
        sa.Column("bone_type", sa.Text(), nullable=True),
        sa.Column("opioid_ome_mg", sa.Float(), nullable=True),
        sa.Column("visceral_metastases", sa.Text(), nullable=True),
        sa.Column("pathological_fracture", sa.Text(), nullable=True),
        sa.Column("sins_score", sa.Integer(), nullable=True),
        sa.Column("site_id", sa.Text(), nullable=False),
        sa.Column("domain_code", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["snapshot_id"], ["data_snapshot.snapshot_id"], name=op.f("fk_baseline_snapshot_id")
        ),
        sa.PrimaryKeyConstraint("snapshot_id", "row_no", name=op.f("pk_baseline")),
        sa.UniqueConstraint(
            "snapshot_id", "diagnosis_id", name=op.f("uq_baseline_snapshot_id_diagnosis_id")
        ),
    )
    op.create_table(
        "clinical_event",
        sa.Column("snapshot_id", sa.Integer(), nullable=False),
        sa.Column("row_no", sa.Integer(), nullable=False),
        sa.Column("diagnosis_id", sa.Text(), nullable=False),
        sa.Column("event_type", sa.Text(), nullable=False),
        sa.Column("event_date", sa.Date(), nullable=True),
        sa.Column("event_precision", sa.Text(), nullable=False),
        sa.Column("event_day", sa.Float(), nullable=True),
        sa.Column("detail_code", sa.Text(), nullable=True),
        sa.Column("date_entered", sa.Date(), nullable=True),
        sa.Column("site_id", sa.Text(), nullable=False),
        sa.Column("domain_code", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["snapshot_id"],
            ["data_snapshot.snapshot_id"],
            name=op.f("fk_clinical_event_snapshot_id"),
        ),
        sa.PrimaryKeyConstraint("snapshot_id", "row_no", name=op.f("pk_clinical_event")),
    )
    op.create_table(
        "completeness_count",
        sa.Column("snapshot_id", sa.Integer(), nullable=False),
        sa.Column("site_id", sa.Text(), nullable=False),
        sa.Column("domain_code", sa.Text(), nullable=False),
        sa.Column("table_name", sa.Text(), nullable=False),
        sa.Column("column_name", sa.Text(), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("country_code", sa.Text(), nullable=False),
        sa.Column("region_code", sa.Text(), nullable=False),
        sa.Column("n_applicable", sa.Integer(), nullable=False),
        sa.Column("n_entered", sa.Integer(), nullable=False),
        sa.Column("n_unknown", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["snapshot_id"],
            ["data_snapshot.snapshot_id"],
            name=op.f("fk_completeness_count_snapshot_id"),
        ),
        sa.PrimaryKeyConstraint(
            "snapshot_id",
            "site_id",
            "domain_code",
            "table_name",
            "column_name",
            "month",
            name=op.f("pk_completeness_count"),
        ),
    )
    op.create_table(
        "country",
        sa.Column("country_code", sa.Text(), nullable=False),
        sa.Column("country_name", sa.Text(), nullable=False),
        sa.Column("region_code", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["region_code"], ["region.region_code"], name=op.f("fk_country_region_code")
        ),
        sa.PrimaryKeyConstraint("country_code", name=op.f("pk_country")),
    )
    op.create_table(
        "delay_count",
        sa.Column("snapshot_id", sa.Integer(), nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("site_id", sa.Text(), nullable=False),
        sa.Column("domain_code", sa.Text(), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("delay_days", sa.SmallInteger(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["snapshot_id"], ["data_snapshot.snapshot_id"], name=op.f("fk_delay_count_snapshot_id")
        ),
        sa.PrimaryKeyConstraint(
            "snapshot_id",
            "form",
            "site_id",
            "domain_code",
            "month",
            "delay_days",
            name=op.f("pk_delay_count"),
        ),
    )
    op.create_table(
        "diagnosis",
        sa.Column("snapshot_id", sa.Integer(), nullable=False),
        sa.Column("row_no", sa.Integer(), nullable=False),
        sa.Column("diagnosis_id", sa.Text(), nullable=False),
        sa.Column("patient_id", sa.Text(), nullable=False),
        sa.Column("primary_site", sa.Text(), nullable=True),
        sa.Column("histology_confirmed", sa.Text(), nullable=True),
        sa.Column("diagnosis_date", sa.Date(), nullable=True),
        sa.Column("diagnosis_precision", sa.Text(), nullable=False),
        sa.Column("diagnosis_day", sa.Float(), nullable=True),
        sa.Column("intent", sa.Text(), nullable=True),
        sa.Column("treatment_naive", sa.Text(), nullable=True),
        sa.Column("prior_resection", sa.Text(), nullable=True),
        sa.Column("prior_ablation", sa.Text(), nullable=True),
        sa.Column("prior_embo", sa.Text(), nullable=True),
        sa.Column("prior_radiotherapy", sa.Text(), nullable=True),
        sa.Column("prior_systemic_lines", sa.Integer(), nullable=True),
        sa.Column("concurrent_systemic", sa.Text(), nullable=True),
        sa.Column("planned_strategy", sa.Text(), nullable=True),
        sa.Column("date_entered", sa.Date(), nullable=True),
        sa.Column("site_id", sa.Text(), nullable=False),
        sa.Column("domain_code", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["snapshot_id"], ["data_snapshot.snapshot_id"], name=op.f("fk_diagnosis_snapshot_id")
        ),
        sa.PrimaryKeyConstraint("snapshot_id", "row_no", name=op.f("pk_diagnosis")),
        sa.UniqueConstraint(
            "snapshot_id", "diagnosis_id", name=op.f("uq_diagnosis_snapshot_id_diagnosis_id")
        ),
    )
    op.create_table(
        "follow_up",
        sa.Column("snapshot_id", sa.Integer(), nullable=False),
        sa.Column("endpoint_code", sa.Text(), nullable=False),
        sa.Column("diagnosis_id", sa.Text(), nullable=False),
        sa.Column("lesion_id", sa.Text(), nullable=False),
        sa.Column("site_id", sa.Text(), nullable=False),
        sa.Column("country_code", sa.Text(), nullable=False),
        sa.Column("region_code", sa.Text(), nullable=False),
        sa.Column("domain_code", sa.Text(), nullable=False),
        sa.Column("technique_code", sa.Text(), nullable=False),
        sa.Column("index_month", sa.Integer(), nullable=True),
        sa.Column("enrolment_type", sa.Text(), nullable=True),
        sa.Column("cluster_no", sa.Integer(), nullable=True),
        sa.Column("entry_half_days", sa.SmallInteger(), nullable=True),
        sa.Column("exit_half_days", sa.SmallInteger(), nullable=True),
        sa.Column("code", sa.SmallInteger(), nullable=True),
        sa.Column("left_out", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["snapshot_id"], ["data_snapshot.snapshot_id"], name=op.f("fk_follow_up_snapshot_id")
        ),
        sa.PrimaryKeyConstraint(
            "snapshot_id", "endpoint_code", "diagnosis_id", "lesion_id", name=op.f("pk_follow_up")
        ),
    )
    op.create_index(
        "ix_follow_up_count",
        "follow_up",
        [
            "snapshot_id",
            "domain_code",
            "endpoint_code",
            "technique_code",
            "exit_half_days",
            "code",
            "entry_half_days",
            "left_out",
            "region_code",
            "country_code",
            "site_id",
            "index_month",
            "enrolment_type",
            "cluster_no",
        ],
        unique=False,
    )
    op.create_table(
        "import_batch",
        sa.Column("snapshot_id", sa.Integer(), nullable=False),
        sa.Column("file_label", sa.Text(), nullable=False),
        sa.Column("n_file", sa.Integer(), nullable=False),
        sa.Column("n_loaded", sa.Integer(), nullable=False),
        sa.Column("n_duplicate", sa.Integer(), nullable=False),
        sa.Column("n_quarantined", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["snapshot_id"], ["data_snapshot.snapshot_id"], name=op.f("fk_import_batch_snapshot_id")
        ),
        sa.PrimaryKeyConstraint("snapshot_id", "file_label", name=op.f("pk_import_batch")),
    )
    op.create_table(
        "import_finding",
        sa.Column("snapshot_id", sa.Integer(), nullable=False),
        sa.Column("finding_no", sa.Integer(), nullable=False),
        sa.Column("severity", sa.Text(), nullable=False),
        sa.Column("table_name", sa.Text(), nullable=False),
        sa.Column("file_row", sa.Integer(), nullable=True),
        sa.Column("column_name", sa.Text(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("remedy", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["snapshot_id"],
            ["data_snapshot.snapshot_id"],
            name=op.f("fk_import_finding_snapshot_id"),
        ),
        sa.PrimaryKeyConstraint("snapshot_id", "finding_no", name=op.f("pk_import_finding")),
    )
    op.create_table(
        "index_record",
        sa.Column("snapshot_id", sa.Integer(), nullable=False),
        sa.Column("diagnosis_id", sa.Text(), nullable=False),
        sa.Column("patient_no", sa.Integer(), nullable=False),
        sa.Column("site_id", sa.Text(), nullable=False),
        sa.Column("country_code", sa.Text(), nullable=False),
        sa.Column("region_code", sa.Text(), nullable=False),
        sa.Column("domain_code", sa.Text(), nullable=False),
        sa.Column("technique_code", sa.Text(), nullable=True),
        sa.Column("index_month", sa.Integer(), nullable=True),
        sa.Column("enrolment_type", sa.Text(), nullable=True),
        sa.Column("sex", sa.Text(), nullable=True),
        sa.Column("age_at_enrolment", sa.Integer(), nullable=True),
        sa.Column("primary_site", sa.Text(), nullable=True),
        sa.Column("histology_confirmed", sa.Text(), nullable=True),
        sa.Column("intent", sa.Text(), nullable=True),
        sa.Column("treatment_naive", sa.Text(), nullable=True),
        sa.Column("prior_resection", sa.Text(), nullable=True),
        sa.Column("prior_ablation", sa.Text(), nullable=True),
        sa.Column("prior_embo", sa.Text(), nullable=True),
        sa.Column("prior_radiotherapy", sa.Text(), nullable=True),
        sa.Column("prior_systemic_lines", sa.Integer(), nullable=True),
        sa.Column("concurrent_systemic", sa.Text(), nullable=True),
        sa.Column("planned_strategy", sa.Text(), nullable=True),
        sa.Column("ecog", sa.Text(), nullable=True),
        sa.Column("bmi", sa.Float(), nullable=True),
        sa.Column("n_tumours", sa.Integer(), nullable=True),
        sa.Column("max_diameter_mm", sa.Float(), nullable=True),
        sa.Column("extrahepatic_disease", sa.Text(), nullable=True),
        sa.Column("bilobar", sa.Text(), nullable=True),
        sa.Column("albumin_g_l", sa.Float(), nullable=True),
        sa.Column("bilirubin_umol_l", sa.Float(), nullable=True),
        sa.Column("inr", sa.Float(), nullable=True),
        sa.Column("platelets_10e9_l", sa.Float(), nullable=True),
        sa.Column("creatinine_umol_l", sa.Float(), nullable=True),
        sa.Column("ascites", sa.Text(), nullable=True),
        sa.Column("encephalopathy", sa.Text(), nullable=True),
        sa.Column("cirrhosis", sa.Text(), nullable=True),
        sa.Column("child_pugh_site", sa.Text(), nullable=True),
        sa.Column("etiology", sa.Text(), nullable=True),
        sa.Column("afp_ng_ml", sa.Float(), nullable=True),
        sa.Column("pvi", sa.Text(), nullable=True),
        sa.Column("bclc_site", sa.Text(), nullable=True),
        sa.Column("liver_involvement_pct", sa.Text(), nullable=True),
        sa.Column("cea_ng_ml", sa.Float(), nullable=True),
        sa.Column("primary_side", sa.Text(), nullable=True),
        sa.Column("synchronous", sa.Text(), nullable=True),
        sa.Column("primary_node_positive", sa.Text(), nullable=True),
        sa.Column("ras_status", sa.Text(), nullable=True),
        sa.Column("braf_status", sa.Text(), nullable=True),
        sa.Column("msi_status", sa.Text(), nullable=True),
        sa.Column("ca19_9_u_ml", sa.Float(), nullable=True),
        sa.Column("ki67_pct", sa.Float(), nullable=True),
        sa.Column("net_grade", sa.Text(), nullable=True),
        sa.Column("net_primary", sa.Text(), nullable=True),
        sa.Column("functional_syndrome", sa.Text(), nullable=True),
        sa.Column("prior_prrt", sa.Text(), nullable=True),
        sa.Column("prior_ssa", sa.Text(), nullable=True),
        sa.Column("clinical_t", sa.Text(), nullable=True),
        sa.Column("charlson", sa.Integer(), nullable=True),
        sa.Column("renal_score", sa.Integer(), nullable=True),
        sa.Column("solitary_kidney", sa.Text(), nullable=True),
        sa.Column("hereditary_syndrome", sa.Text(), nullable=True),
        sa.Column("egfr", sa.Float(), nullable=True),
        sa.Column("rcc_histology", sa.Text(), nullable=True),
        sa.Column("lung_histology", sa.Text(), nullable=True),
        sa.Column("lung_location", sa.Text(), nullable=True),
        sa.Column("fev1_pct", sa.Float(), nullable=True),
        sa.Column("dlco_pct", sa.Float(), nullable=True),
        sa.Column("disease_free_interval_mo", sa.Float(), nullable=True),
        sa.Column("bone_site", sa.Text(), nullable=True),
        sa.Column("bone_type", sa.Text(), nullable=True),
        sa.Column("opioid_ome_mg", sa.Float(), nullable=True),
        sa.Column("visceral_metastases", sa.Text(), nullable=True),
        sa.Column("pathological_fracture", sa.Text(), nullable=True),
        sa.Column("sins_score", sa.Integer(), nullable=True),
        sa.Column("albi", sa.Float(), nullable=True),
        sa.Column("albi_grade", sa.Text(), nullable=True),
        sa.Column("child_pugh", sa.Text(), nullable=True),
        sa.Column("bclc", sa.Text(), nullable=True),
        sa.Column("milan", sa.Text(), nullable=True),
        sa.Column("up_to_seven", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["snapshot_id"], ["data_snapshot.snapshot_id"], name=op.f("fk_index_record_snapshot_id")
        ),
        sa.PrimaryKeyConstraint("snapshot_id", "diagnosis_id", name=op.f("pk_index_record")),
    )
    op.create_index(
        "ix_index_record_domain",
        "index_record",
        ["snapshot_id", "domain_code", "site_id"],
        unique=False,
    )
    op.create_table(
        "lesion",
        sa.Column("snapshot_id", sa.Integer(), nullable=False),
        sa.Column("row_no", sa.Integer(), nullable=False),
        sa.Column("lesion_id", sa.Text(), nullable=False),
        sa.Column("diagnosis_id", sa.Text(), nullable=False),
        sa.Column("lesion_no", sa.Integer(), nullable=True),
        sa.Column("organ", sa.Text(), nullable=True),
        sa.Column("segment", sa.Text(), nullable=True),
        sa.Column("baseline_diameter_mm", sa.Float(), nullable=True),
        sa.Column("near_vessel", sa.Text(), nullable=True),
        sa.Column("subcapsular", sa.Text(), nullable=True),
        sa.Column("is_target", sa.Text(), nullable=True),
        sa.Column("date_entered", sa.Date(), nullable=True),
        sa.Column("site_id", sa.Text(), nullable=False),
        sa.Column("domain_code", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["snapshot_id"], ["data_snapshot.snapshot_id"], name=op.f("fk_lesion_snapshot_id")
        ),
        sa.PrimaryKeyConstraint("snapshot_id", "row_no", name=op.f("pk_lesion")),
        sa.UniqueConstraint(
            "snapshot_id", "lesion_id", name=op.f("uq_lesion_snapshot_id_lesion_id")
        ),
    )
    op.create_table(
        "lesion_assessment",
        sa.Column("snapshot_id", sa.Integer(), nullable=False),
        sa.Column("row_no", sa.Integer(), nullable=False),
        sa.Column("lesion_id", sa.Text(), nullable=False),
        sa.Column("assessment_date", sa.Date(), nullable=True),
        sa.Column("assessment_precision", sa.Text(), nullable=False),
        sa.Column("assessment_day", sa.Float(), nullable=True),
        sa.Column("diameter_mm", sa.Float(), nullable=True),
        sa.Column("viable_diameter_mm", sa.Float(), nullable=True),
        sa.Column("lesion_status", sa.Text(), nullable=True),
        sa.Column("reader", sa.Text(), nullable=True),
        sa.Column("date_entered", sa.Date(), nullable=True),
        sa.Column("site_id", sa.Text(), nullable=False),
        sa.Column("domain_code", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["snapshot_id"],
            ["data_snapshot.snapshot_id"],
            name=op.f("fk_lesion_assessment_snapshot_id"),
        ),
        sa.PrimaryKeyConstraint("snapshot_id", "row_no", name=op.f("pk_lesion_assessment")),
    )
    op.create_table(
        "observation_count",
        sa.Column("snapshot_id", sa.Integer(), nullable=False),
        sa.Column("horizon_months", sa.SmallInteger(), nullable=False),
        sa.Column("site_id", sa.Text(), nullable=False),
        sa.Column("domain_code", sa.Text(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("n_known", sa.Integer(), nullable=False),
        sa.Column("observed_days", sa.BigInteger(), nullable=False),
        sa.Column("possible_days", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["snapshot_id"],
            ["data_snapshot.snapshot_id"],
            name=op.f("fk_observation_count_snapshot_id"),
        ),
        sa.PrimaryKeyConstraint(
            "snapshot_id",
            "horizon_months",
            "site_id",
            "domain_code",
            name=op.f("pk_observation_count"),
        ),
    )
    op.create_table(
        "patient",
        sa.Column("snapshot_id", sa.Integer(), nullable=False),
        sa.Column("row_no", sa.Integer(), nullable=False),
        sa.Column("patient_id", sa.Text(), nullable=False),
        sa.Column("sex", sa.Text(), nullable=True),
        sa.Column("age_at_enrolment", sa.Integer(), nullable=True),
        sa.Column("consent_date", sa.Date(), nullable=True),
        sa.Column("consent_precision", sa.Text(), nullable=False),
        sa.Column("consent_day", sa.Float(), nullable=True),
        sa.Column("enrolment_date", sa.Date(), nullable=True),
        sa.Column("enrolment_precision", sa.Text(), nullable=False),
        sa.Column("enrolment_day", sa.Float(), nullable=True),
        sa.Column("enrolment_type", sa.Text(), nullable=True),
        sa.Column("withdrawal_date", sa.Date(), nullable=True),
        sa.Column("withdrawal_precision", sa.Text(), nullable=False),
        sa.Column("withdrawal_day", sa.Float(), nullable=True),
        sa.Column("date_entered", sa.Date(), nullable=True),
        sa.Column("site_id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["snapshot_id"], ["data_snapshot.snapshot_id"], name=op.f("fk_patient_snapshot_id")
        ),
        sa.PrimaryKeyConstraint("snapshot_id", "row_no", name=op.f("pk_patient")),
        sa.UniqueConstraint(
            "snapshot_id", "patient_id", name=op.f("uq_patient_snapshot_id_patient_id")
        ),
    )
    op.create_table(
        "people_count",
        sa.Column("snapshot_id", sa.Integer(), nullable=False),
        sa.Column("site_id", sa.Text(), nullable=False),
        sa.Column("domain_code", sa.Text(), nullable=False),
        sa.Column("sex", sa.Text(), nullable=False),
        sa.Column("age_decade", sa.SmallInteger(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["snapshot_id"], ["data_snapshot.snapshot_id"], name=op.f("fk_people_count_snapshot_id")
        ),
        sa.PrimaryKeyConstraint(
            "snapshot_id",
            "site_id",
            "domain_code",
            "sex",
            "age_decade",
            name=op.f("pk_people_count"),
        ),
    )
    op.create_table(
        "pro_score",
        sa.Column("snapshot_id", sa.Integer(), nullable=False),
        sa.Column("row_no", sa.Integer(), nullable=False),
        sa.Column("diagnosis_id", sa.Text(), nullable=False),
        sa.Column("visit_code", sa.Text(), nullable=False),
        sa.Column("instrument", sa.Text(), nullable=False),
        sa.Column("scale_code", sa.Text(), nullable=False),
        sa.Column("score", sa.Float(), nullable=True),
        sa.Column("completed_date", sa.Date(), nullable=True),
        sa.Column("completed_precision", sa.Text(), nullable=False),
        sa.Column("completed_day", sa.Float(), nullable=True),
        sa.Column("site_id", sa.Text(), nullable=False),
        sa.Column("domain_code", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["snapshot_id"], ["data_snapshot.snapshot_id"], name=op.f("fk_pro_score_snapshot_id")
        ),
        sa.PrimaryKeyConstraint("snapshot_id", "row_no", name=op.f("pk_pro_score")),
    )
    op.create_table(
        "procedure",
        sa.Column("snapshot_id", sa.Integer(), nullable=False),
        sa.Column("row_no", sa.Integer(), nullable=False),
        sa.Column("procedure_id", sa.Text(), nullable=False),
        sa.Column("diagnosis_id", sa.Text(), nullable=False),
        sa.Column("procedure_date", sa.Date(), nullable=True),
        sa.Column("procedure_precision", sa.Text(), nullable=False),
        sa.Column("procedure_day", sa.Float(), nullable=True),
        sa.Column("session_no", sa.Integer(), nullable=True),
        sa.Column("technique_code", sa.Text(), nullable=True),
        sa.Column("approach", sa.Text(), nullable=True),
        sa.Column("guidance", sa.Text(), nullable=True),
        sa.Column("anaesthesia", sa.Text(), nullable=True),
        sa.Column("agent", sa.Text(), nullable=True),
        sa.Column("activity_gbq", sa.Float(), nullable=True),
        sa.Column("tumour_dose_gy", sa.Float(), nullable=True),
        sa.Column("device_generation", sa.Text(), nullable=True),
        sa.Column("selectivity", sa.Text(), nullable=True),
        sa.Column("technical_success", sa.Text(), nullable=True),
        sa.Column("los_nights", sa.Integer(), nullable=True),
        sa.Column("cementoplasty", sa.Text(), nullable=True),
        sa.Column("date_entered", sa.Date(), nullable=True),
        sa.Column("site_id", sa.Text(), nullable=False),
        sa.Column("domain_code", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["snapshot_id"], ["data_snapshot.snapshot_id"], name=op.f("fk_procedure_snapshot_id")
        ),
        sa.PrimaryKeyConstraint("snapshot_id", "row_no", name=op.f("pk_procedure")),
        sa.UniqueConstraint(
            "snapshot_id", "procedure_id", name=op.f("uq_procedure_snapshot_id_procedure_id")
        ),
    )
    op.create_table(
        "procedure_lesion",
        sa.Column("snapshot_id", sa.Integer(), nullable=False),
        sa.Column("row_no", sa.Integer(), nullable=False),
        sa.Column("procedure_id", sa.Text(), nullable=False),
        sa.Column("lesion_id", sa.Text(), nullable=False),
        sa.Column("ablation_time_min", sa.Float(), nullable=True),
        sa.Column("applicators", sa.Integer(), nullable=True),
        sa.Column("margin_mm", sa.Float(), nullable=True),
        sa.Column("complete_ablation", sa.Text(), nullable=True),
        sa.Column("site_id", sa.Text(), nullable=False),
        sa.Column("domain_code", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["snapshot_id"],
            ["data_snapshot.snapshot_id"],
            name=op.f("fk_procedure_lesion_snapshot_id"),
        ),
        sa.PrimaryKeyConstraint("snapshot_id", "row_no", name=op.f("pk_procedure_lesion")),
    )
    op.create_table(
        "quality_check",
        sa.Column("snapshot_id", sa.Integer(), nullable=False),
        sa.Column("check_code", sa.Text(), nullable=False),
        sa.Column("site_id", sa.Text(), nullable=False),
        sa.Column("domain_code", sa.Text(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=True),
        sa.Column("n_failed", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["snapshot_id"],
            ["data_snapshot.snapshot_id"],
            name=op.f("fk_quality_check_snapshot_id"),
        ),
        sa.PrimaryKeyConstraint(
            "snapshot_id", "check_code", "site_id", "domain_code", name=op.f("pk_quality_check")
        ),
    )
    op.create_table(
        "response_assessment",
        sa.Column("snapshot_id", sa.Integer(), nullable=False),
        sa.Column("row_no", sa.Integer(), nullable=False),
        sa.Column("diagnosis_id", sa.Text(), nullable=False),
        sa.Column("assessment_date", sa.Date(), nullable=True),
        sa.Column("assessment_precision", sa.Text(), nullable=False),
        sa.Column("assessment_day", sa.Float(), nullable=True),
        sa.Column("criterion", sa.Text(), nullable=False),
        sa.Column("response", sa.Text(), nullable=False),
        sa.Column("reader", sa.Text(), nullable=True),
        sa.Column("new_lesion", sa.Text(), nullable=True),
        sa.Column("progression_site", sa.Text(), nullable=True),
        sa.Column("date_entered", sa.Date(), nullable=True),
        sa.Column("site_id", sa.Text(), nullable=False),
        sa.Column("domain_code", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["snapshot_id"],
            ["data_snapshot.snapshot_id"],
            name=op.f("fk_response_assessment_snapshot_id"),
        ),
        sa.PrimaryKeyConstraint("snapshot_id", "row_no", name=op.f("pk_response_assessment")),
    )
    op.create_table(
        "screening",
        sa.Column("snapshot_id", sa.Integer(), nullable=False),
        sa.Column("row_no", sa.Integer(), nullable=False),
        sa.Column("site_id", sa.Text(), nullable=False),
        sa.Column("domain_code", sa.Text(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("screened", sa.Integer(), nullable=True),
        sa.Column("eligible", sa.Integer(), nullable=True),
        sa.Column("consented", sa.Integer(), nullable=True),
        sa.Column("treated", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["snapshot_id"], ["data_snapshot.snapshot_id"], name=op.f("fk_screening_snapshot_id")
        ),
        sa.PrimaryKeyConstraint("snapshot_id", "row_no", name=op.f("pk_screening")),
    )
    op.create_table(
        "site",
        sa.Column("snapshot_id", sa.Integer(), nullable=False),
        sa.Column("row_no", sa.Integer(), nullable=False),
        sa.Column("site_id", sa.Text(), nullable=False),
        sa.Column("site_name", sa.Text(), nullable=True),
        sa.Column("site_label", sa.Text(), nullable=True),
        sa.Column("country_code", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=True),
        sa.Column("activation_date", sa.Date(), nullable=True),
        sa.Column("closure_date", sa.Date(), nullable=True),
        sa.Column("agreement_signed_date", sa.Date(), nullable=True),
        sa.Column("ethics_approval_date", sa.Date(), nullable=True),
        sa.Column("source_group", sa.Text(), nullable=True),
        sa.Column("annual_target", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["snapshot_id"], ["data_snapshot.snapshot_id"], name=op.f("fk_site_snapshot_id")
        ),
        sa.PrimaryKeyConstraint("snapshot_id", "row_no", name=op.f("pk_site")),
        sa.UniqueConstraint("snapshot_id", "site_id", name=op.f("uq_site_snapshot_id_site_id")),
    )
    op.create_table(
        "snapshot_confirmation",
        sa.Column("snapshot_id", sa.Integer(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_by", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["snapshot_id"],
            ["data_snapshot.snapshot_id"],
            name=op.f("fk_snapshot_confirmation_snapshot_id"),
        ),
        sa.PrimaryKeyConstraint("snapshot_id", name=op.f("pk_snapshot_confirmation")),
    )
    op.create_table(
        "visit",
        sa.Column("snapshot_id", sa.Integer(), nullable=False),
        sa.Column("row_no", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Text(), nullable=False),
        sa.Column("diagnosis_id", sa.Text(), nullable=False),
        sa.Column("visit_code", sa.Text(), nullable=True),
        sa.Column("due_date", sa.Date(), nullable=True),
        sa.Column("due_precision", sa.Text(), nullable=False),
        sa.Column("due_day", sa.Float(), nullable=True),
        sa.Column("window_start_date", sa.Date(), nullable=True),
        sa.Column("window_start_precision", sa.Text(), nullable=False),
        sa.Column("window_start_day", sa.Float(), nullable=True),
        sa.Column("window_end_date", sa.Date(), nullable=True),
        sa.Column("window_end_precision", sa.Text(), nullable=False),
        sa.Column("window_end_day", sa.Float(), nullable=True),
        sa.Column("actual_date", sa.Date(), nullable=True),
        sa.Column("actual_precision", sa.Text(), nullable=False),
        sa.Column("actual_day", sa.Float(), nullable=True),
        sa.Column("ecog", sa.Text(), nullable=True),
        sa.Column("imaging_done", sa.Text(), nullable=True),
        sa.Column("imaging_modality", sa.Text(), nullable=True),
        sa.Column("opioid_ome_mg", sa.Float(), nullable=True),
        sa.Column("date_entered", sa.Date(), nullable=True),
        sa.Column("site_id", sa.Text(), nullable=False),
        sa.Column("domain_code", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["snapshot_id"], ["data_snapshot.snapshot_id"], name=op.f("fk_visit_snapshot_id")
        ),
        sa.PrimaryKeyConstraint("snapshot_id", "row_no", name=op.f("pk_visit")),
        sa.UniqueConstraint("snapshot_id", "visit_id", name=op.f("uq_visit_snapshot_id_visit_id")),
    )
    op.create_table(
        "visit_count",
        sa.Column("snapshot_id", sa.Integer(), nullable=False),
        sa.Column("site_id", sa.Text(), nullable=False),
        sa.Column("domain_code", sa.Text(), nullable=False),
        sa.Column("visit_code", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["snapshot_id"], ["data_snapshot.snapshot_id"], name=op.f("fk_visit_count_snapshot_id")
        ),
        sa.PrimaryKeyConstraint(
            "snapshot_id",
            "site_id",
            "domain_code",
            "visit_code",
            "status",
            name=op.f("pk_visit_count"),
        ),
    )
    op.create_table(
        "vital_status",
        sa.Column("snapshot_id", sa.Integer(), nullable=False),
        sa.Column("row_no", sa.Integer(), nullable=False),
        sa.Column("patient_id", sa.Text(), nullable=False),
        sa.Column("vital_status", sa.Text(), nullable=False),
        sa.Column("last_contact_date", sa.Date(), nullable=True),
        sa.Column("last_contact_precision", sa.Text(), nullable=False),
        sa.Column("last_contact_day", sa.Float(), nullable=True),
        sa.Column("death_date", sa.Date(), nullable=True),
        sa.Column("death_precision", sa.Text(), nullable=False),
        sa.Column("death_day", sa.Float(), nullable=True),
        sa.Column("death_cause", sa.Text(), nullable=True),
        sa.Column("date_entered", sa.Date(), nullable=True),
        sa.Column("site_id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["snapshot_id"], ["data_snapshot.snapshot_id"], name=op.f("fk_vital_status_snapshot_id")
        ),
        sa.PrimaryKeyConstraint("snapshot_id", "row_no", name=op.f("pk_vital_status")),
        sa.UniqueConstraint(
            "snapshot_id", "patient_id", name=op.f("uq_vital_status_snapshot_id_patient_id")
        ),
    )


def downgrade() -> None:
    """Undo the step."""
    op.drop_table("vital_status")
    op.drop_table("visit_count")
    op.drop_table("visit")
    op.drop_table("snapshot_confirmation")
    op.drop_table("site")
    op.drop_table("screening")
    op.drop_table("response_assessment")
    op.drop_table("quality_check")
    op.drop_table("procedure_lesion")
    op.drop_table("procedure")
    op.drop_table("pro_score")
    op.drop_table("people_count")
    op.drop_table("patient")
    op.drop_table("observation_count")
    op.drop_table("lesion_assessment")
    op.drop_table("lesion")
    op.drop_index("ix_index_record_domain", table_name="index_record")
    op.drop_table("index_record")
    op.drop_table("import_finding")
    op.drop_table("import_batch")
    op.drop_index("ix_follow_up_count", table_name="follow_up")
    op.drop_table("follow_up")
    op.drop_table("diagnosis")
    op.drop_table("delay_count")
    op.drop_table("country")
    op.drop_table("completeness_count")
    op.drop_table("clinical_event")
    op.drop_table("baseline")
    op.drop_table("adverse_event")
    op.drop_table("accrual_target")
    op.drop_table("accrual_month")
    op.drop_table("region")
    op.drop_index(
        "uq_data_snapshot_current",
        table_name="data_snapshot",
        sqlite_where=sa.text("is_current"),
        postgresql_where=sa.text("is_current"),
    )
    op.drop_table("data_snapshot")
    op.drop_table("data_element")
    op.drop_table("burden_reference")
