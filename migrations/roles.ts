// The database roles that Flux runs as. They belong to the whole cluster, so they are made before any migration.
import pg from 'pg';

/** Passwords of the two logins; null leaves a login's password as it is. */
export interface LoginPasswords {
  api: string | null;
  worker: string | null;
}

/**
 * Makes the roles where they are missing; harmless when repeated. `adminUrl` is a login that may create roles.
 * The two logins own nothing and inherit nothing: without a role switch every statement is refused.
 */
export async function prepareRoles(adminUrl: string, passwords: LoginPasswords): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl, connectionTimeoutMillis: 5000 });
  await client.connect();
  try {
    await client.query('begin');
    // Roles belong to the cluster: two processes that prepare them at once must not meet.
    await client.query('select pg_advisory_xact_lock(7_301_961)');
    for (const role of ['flux_tenant', 'flux_system', 'flux_identity'])
      await createRole(client, role, 'nologin');
    for (const role of ['flux_api', 'flux_worker'])
      await createRole(client, role, 'login noinherit nosuperuser nobypassrls');
    await client.query('grant flux_tenant to flux_api with inherit false, set true');
    await client.query('grant flux_tenant, flux_system to flux_worker with inherit false, set true');
    await client.query('grant flux_system, flux_identity to current_user with inherit false, set true');
    // A temporary table would stand in front of ours for whoever can make one.
    await client.query(
      `do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$`,
    );
    await setPassword(client, 'flux_api', passwords.api);
    await setPassword(client, 'flux_worker', passwords.worker);
    await client.query('commit');
  } finally {
    await client.end();
  }
}

async function createRole(client: pg.Client, role: string, attributes: string): Promise<void> {
  const { rowCount } = await client.query('select from pg_roles where rolname = $1', [role]);
  if (rowCount === 0) await client.query(`create role ${role} ${attributes}`);
}

async function setPassword(client: pg.Client, role: string, password: string | null): Promise<void> {
  if (password !== null) await client.query(`alter role ${role} password ${pg.escapeLiteral(password)}`);
}
