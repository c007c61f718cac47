// Zones that Node and PostgreSQL read differently get the name of the clock by which their people have lived: Node's.
import { Migration } from '@mikro-orm/migrations';

/** In lower case, since Node minds no case. */
const NAMES = new Map([
  ['cet', 'Europe/Brussels'],
  ['eet', 'Europe/Athens'],
  ['met', 'Europe/Brussels'],
  ['wet', 'Europe/Lisbon'],
  ['act', 'Australia/Darwin'],
  ['aet', 'Australia/Sydney'],
  ['agt', 'America/Argentina/Buenos_Aires'],
  ['art', 'Africa/Cairo'],
  ['ast', 'America/Anchorage'],
  ['bet', 'America/Sao_Paulo'],
  ['bst', 'Asia/Dhaka'],
  ['cat', 'Africa/Maputo'],
  ['cnt', 'America/St_Johns'],
  ['cst', 'America/Chicago'],
  ['ctt', 'Asia/Shanghai'],
  ['eat', 'Africa/Nairobi'],
  ['ect', 'Europe/Paris'],
  ['iet', 'America/Indiana/Indianapolis'],
  ['ist', 'Asia/Kolkata'],
  ['jst', 'Asia/Tokyo'],
  ['mit', 'Pacific/Apia'],
  ['net', 'Asia/Yerevan'],
  ['nst', 'Pacific/Auckland'],
  ['plt', 'Asia/Karachi'],
  ['pnt', 'America/Phoenix'],
  ['prt', 'America/Puerto_Rico'],
  ['pst', 'America/Los_Angeles'],
  ['sst', 'Pacific/Guadalcanal'],
  ['vst', 'Asia/Ho_Chi_Minh'],
  ['us/pacific-new', 'America/Los_Angeles'],
  ['canada/east-saskatchewan', 'America/Regina'],
  ['systemv/ast4', 'Etc/GMT+4'],
  ['systemv/ast4adt', 'America/Halifax'],
  ['systemv/cst6', 'Etc/GMT+6'],
  ['systemv/cst6cdt', 'America/Chicago'],
  ['systemv/est5', 'Etc/GMT+5'],
  ['systemv/est5edt', 'America/New_York'],
  ['systemv/hst10', 'Etc/GMT+10'],
  ['systemv/mst7', 'Etc/GMT+7'],
  ['systemv/mst7mdt', 'America/Denver'],
  ['systemv/pst8', 'Etc/GMT+8'],
  ['systemv/pst8pdt', 'America/Los_Angeles'],
  ['systemv/yst9', 'Etc/GMT+9'],
  ['systemv/yst9ydt', 'America/Anchorage'],
]);

const KNOWN = Array.from(NAMES)
  .map(([was, is]) => `('${was}', '${is}')`)
  .join(', ');

const TABLES = ['profiles', 'task_rules', 'tasks'];

export class Migration20261202100000 extends Migration {
  override up(): void {
    for (const table of TABLES) {
      this.addSql(`alter table ${table} no force row level security`);
      this.addSql(
        `update ${table} set zone = known.name from (values ${KNOWN}) known (was, name) where lower(zone) = known.was`,
      );
      this.addSql(`alter table ${table} force row level security`);
    }
  }

  /** Nobody needs the old names back. */
  override down(): void {}
}
