// `npm run seed`: the cast of the documents, on a development database. Harmless when repeated.
import { readConfig, type Config } from './config.ts';
import { openDatabase } from './db.ts';
import { errorCode } from './kernel/error-code.ts';
import { findDevLogin } from './dev/find-dev-login.ts';
import { CAST, PASSWORD, TEAM } from './seed/cast.ts';
import { seedCast, type SeededCast } from './seed/seed-cast.ts';

async function run(): Promise<void> {
  const config = readConfig();
  if (config.NODE_ENV === 'production')
    throw new Error('The cast has a password that everybody knows: it is not for production.');
  const orm = await openDatabase(await databaseOf(config), { poolSize: 2 });
  try {
    process.stdout.write(describe(await seedCast(orm)));
  } finally {
    await orm.close();
  }
}

async function databaseOf(config: Config): Promise<string> {
  const url = config.API_DATABASE_URL ?? (await findDevLogin('api'));
  if (url) return url;
  throw new Error(
    'Nothing to seed: start `npm run dev` in another terminal, or set API_DATABASE_URL (see .env.example).',
  );
}

function describe({ team }: SeededCast): string {
  const people = Object.values(CAST).map(
    ({ name, email, zone, phone }) => `  ${name.padEnd(6)} ${email.padEnd(18)} ${zone.padEnd(17)} ${phone}\n`,
  );
  const members = TEAM.members.map(({ name, role }) => `${CAST[name].name} (${role})`).join(', ');
  const invitation = team.invitationToken ?? 'its token was shown when it was made';
  return `${people.join('')}
Each signs in with POST /v1/auth/login {"email": "...", "password": "${PASSWORD}"}.
${TEAM.name}: ${CAST[TEAM.owner].name} (owner), ${members}. X-Org-Id: ${team.orgId}
${CAST[TEAM.invited.name].name} is invited: ${invitation}
Numbers are not verified, so nobody is written to or called until you verify one on the simulated phone.
`;
}

try {
  await run();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message || errorCode(error) : String(error)}\n`);
  process.exitCode = 1;
}
