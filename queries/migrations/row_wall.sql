-- Functions of the wall (queries/row_wall.py). They belong to io_wall, which nobody signs in as.
-- A scope is believed only with a seal (HMAC-SHA-256 of key, backend, transaction and scope), so
-- that neither another statement nor the next transaction of a pooled connection can use one.

CREATE OR REPLACE FUNCTION row_wall.scope() RETURNS jsonb
LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    said text := current_setting('row_wall.scope', true);
    seal text := current_setting('row_wall.seal', true);
    mark text := concat(pg_backend_pid(), ' ', extract(epoch FROM transaction_timestamp()));
    kept record;
BEGIN
    IF said IS NULL OR said = '' OR seal IS NULL THEN
        RETURN NULL;
    END IF;
    SELECT inner_pad, outer_pad INTO STRICT kept FROM row_wall.secret;
    IF encode(sha256(kept.outer_pad || sha256(
        kept.inner_pad || convert_to(mark || ' ' || said, 'UTF8'))), 'hex') = seal
    THEN
        RETURN said::jsonb;
    END IF;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION row_wall.enter(said text, seal text) RETURNS void
LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM set_config('row_wall.scope', said, true), set_config('row_wall.seal', seal, true);
    IF row_wall.scope() IS NULL THEN
        RAISE insufficient_privilege USING MESSAGE = 'the scope carries no seal of this registry';
    END IF;
END $$;

CREATE OR REPLACE FUNCTION row_wall.snapshot() RETURNS integer
LANGUAGE sql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT (row_wall.scope() ->> 'snapshot_id')::integer $$;

CREATE OR REPLACE FUNCTION row_wall.is_whole(part text) RETURNS boolean
LANGUAGE sql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT coalesce(row_wall.scope() ->> (part || '_reach') = 'ALL', false) $$;

CREATE OR REPLACE FUNCTION row_wall.listed(part text) RETURNS text[]
LANGUAGE sql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT array(SELECT jsonb_array_elements_text(row_wall.scope() -> (part || 's'))) $$;

-- Two questions go across sites; neither answer holds a place. Domains still bind (policy of io_wall).
CREATE OR REPLACE FUNCTION row_wall.registry_total()
RETURNS TABLE (snapshot_id integer, domain_code text, month integer, n bigint)
LANGUAGE sql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
    SELECT a.snapshot_id, a.domain_code, a.month, sum(a.n) FROM public.accrual_month a
    WHERE (SELECT row_wall.scope() ->> 'view') = 'registry_total'
    GROUP BY a.snapshot_id, a.domain_code, a.month
$$;

CREATE OR REPLACE FUNCTION row_wall.supplies(asked text, of_domain text)
RETURNS TABLE (is_supplied boolean)
LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN QUERY EXECUTE 'SELECT true FROM public.' || quote_ident(asked)
        || ' WHERE domain_code = $1 LIMIT 1' USING of_domain;
END $$;
