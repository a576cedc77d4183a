"""Learning and drift to be shown."""

from analytics.device_learning import DeviceLearning
from analytics.learning import ChosenCourse, Learning, Standard
from dashboard.charts import learning as charts
from dashboard.exhibits.model import Exhibit, File
from dashboard.sentences import devices as devices_told
from dashboard.sentences import learning as told
from dashboard.tables import devices as device_tables
from dashboard.tables import learning as tables

CUSUM = Exhibit[ChosenCourse](
    name="cusum",
    title="Risk-adjusted CUSUM by case",
    counted=told.course_counted,
    seen=told.cusum_seen,
    note=told.cusum_note,
    table=tables.course_table,
    table_title="After every tenth case",
    files=(File("cusum", "Cases, CSV", tables.course_rows),),
    dated_by="index procedure",
    draw=charts.cusum_figure,
)
DIFFERENCE = Exhibit[ChosenCourse](
    name="observed-minus-expected",
    title="Observed minus expected by case",
    counted=told.course_counted,
    seen=told.difference_seen,
    note=told.difference_note,
    table=tables.course_table,
    table_title="After every tenth case",
    files=(File("observed-minus-expected", "Cases, CSV", tables.course_rows),),
    dated_by="index procedure",
    draw=charts.difference_figure,
)
SITES = Exhibit[Learning](
    name="observed-over-expected",
    title="Observed over expected by site",
    counted=told.sites_counted,
    seen=told.sites_seen,
    note=told.sites_note,
    table=tables.sites_table,
    table_title="One row per site",
    files=(File("observed-over-expected", "Sites, CSV", tables.sites_rows),),
    dated_by="index procedure",
    draw=charts.sites_figure,
)
VOLUME = Exhibit[Learning](
    name="volume",
    title="Observed over expected by yearly volume",
    counted=told.sites_counted,
    seen=told.volume_seen,
    note=told.volume_note,
    table=tables.volume_table,
    table_title="One row per volume band",
    files=(File("volume", "Volume, CSV", tables.volume_rows),),
    dated_by="index procedure",
    draw=charts.volume_figure,
)
DRIFT = Exhibit[Learning](
    name="drift",
    title="Observed over expected by year",
    counted=told.sites_counted,
    seen=told.drift_seen,
    note=told.drift_note,
    table=tables.drift_table,
    table_title="One row per year of the index procedure",
    files=(File("drift", "Years, CSV", tables.drift_rows),),
    dated_by="index procedure",
    draw=charts.drift_figure,
)
DEVICES = Exhibit[DeviceLearning](
    name="devices",
    title="Observed over expected by device",
    counted=devices_told.devices_counted,
    seen=devices_told.devices_seen,
    note=devices_told.devices_note,
    table=device_tables.devices_table,
    table_title="One row per device",
    files=(File("devices", "Devices, CSV", device_tables.devices_rows),),
    dated_by="index procedure",
    draw=charts.devices_figure,
)
MODEL = Exhibit[Standard](
    name="risk-model",
    title="The risk model",
    counted=told.model_counted,
    seen=told.model_seen,
    note=told.model_note,
    table=tables.model_table,
    table_title="One row per term",
    files=(File("risk-model", "Model, CSV", tables.model_rows),),
    dated_by="nothing",
)
