// What PostgreSQL says where it lets a process not in, and what to do about it: waiting helps with none of them.

/** By SQLSTATE (PostgreSQL, appendix A). Completes a sentence that begins with a variable's name. */
export const LOGIN_REFUSALS: ReadonlyMap<string, string> = new Map([
  ['28P01', 'does not open: there is no such login, or not with this password'],
  [
    '28000',
    'does not open: there is no such login, it may not log in, or pg_hba.conf lets it in neither from here nor in this way (TLS)',
  ],
  ['3D000', 'names a database that is not there'],
  ['42501', 'does not open: the login has no right to connect to this database'],
]);
