// The database roles that Flux runs as. They belong to the whole cluster, so they are made before any migration.
import pg from 'pg';
import { connectOwner } from './connect-owner.ts';

/** Passwords of the two logins; null leaves a login's password as it is. */
export interface LoginPasswords {
  api: string | null;
  worker: string | null;
}

/**
 * Makes the roles where they are missing; harmless when repeated. `adminUrl` is a login that may create roles.
 * The two logins own nothing and inherit nothing: without a role switch every statement is refused. Throws an Error of
 * one sentence where the roles belong to another Flux in the same server, which would lose its own by this.
 */
export async function prepareRoles(adminUrl: string, passwords: LoginPasswords): Promise<void> {
  const client = await connectOwner(adminUrl);
  try {
    await client.query('begin');
    // Roles belong to the cluster: two processes that prepare them at once must not meet.
    await client.query('select pg_advisory_xact_lock(7_301_961)');
    await refuseRolesOfOthers(client);
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
    await setPassword(client, adminUrl, 'flux_api', passwords.api);
    await setPassword(client, adminUrl, 'flux_worker', passwords.worker);
    await client.query('commit');
  } finally {
    await client.end();
  }
}

async function createRole(client: pg.Client, role: string, attributes: string): Promise<void> {
  const { rowCount } = await client.query('select from pg_roles where rolname = $1', [role]);
  if (rowCount === 0) await client.query(`create role ${role} ${attributes}`);
}

/** Whoever has not made them may not give them away. */
async function refuseRolesOfOthers(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ rolname: string }>(
    `select rolname from pg_roles where rolname = any ($1) and not pg_has_role(oid, 'member with admin option')
     order by rolname`,
    [['flux_tenant', 'flux_system', 'flux_identity', 'flux_api', 'flux_worker']],
  );
  if (rows.length > 0)
    throw new Error(
      `The roles ${rows.map(({ rolname }) => rolname).join(', ')} are there and another login made them: roles belong to the ` +
        'whole PostgreSQL server. Give this Flux a server of its own, or the same owner as the other one.',
    );
}

async function setPassword(
  client: pg.Client,
  adminUrl: string,
  role: string,
  password: string | null,
): Promise<void> {
  if (password === null) return;
  if (!(await isUsedElsewhere(client, role)))
    await client.query(`alter role ${role} password ${pg.escapeLiteral(password)}`);
  else if (!(await opens(adminUrl, role, password)))
    throw new Error(
      `The login ${role} is used by another Flux in this PostgreSQL server, with another password: give both the same, or ` +
        'this one a server of its own.',
    );
}

/** Whether another database of the server has given rights to it. */
async function isUsedElsewhere(client: pg.Client, role: string): Promise<boolean> {
  const { rowCount } = await client.query(
    `select from pg_shdepend d join pg_database b on b.oid = d.dbid
     where d.refclassid = 'pg_authid'::regclass and d.refobjid = $1::regrole and b.datname <> current_database() limit 1`,
    [role],
  );
  return rowCount !== 0;
}

async function opens(adminUrl: string, role: string, password: string): Promise<boolean> {
  const url = new URL(adminUrl);
  url.username = role;
  url.password = encodeURIComponent(password);
  const login = new pg.Client({ connectionString: url.href, connectionTimeoutMillis: 5000 });
  try {
    await login.connect();
    await login.end();
    return true;
  } catch {
    return false;
  }
}
