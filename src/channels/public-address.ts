// Keeps connections off our own network: a public host name may be made to resolve to a private address.
import dns from 'node:dns';
import net from 'node:net';

/**
 * True for an address of the public Internet (IANA special-purpose registries, RFC 6890).
 * Of IPv6 only 2000::/3 is public, so mapped, translated and local forms are refused without being listed.
 */
export function isPublicAddress(address: string): boolean {
  if (net.isIPv4(address)) return !SPECIAL.check(address, 'ipv4');
  return net.isIPv6(address) && GLOBAL_UNICAST.check(address, 'ipv6') && !SPECIAL.check(address, 'ipv6');
}

/**
 * For the `lookup` option of an agent: resolves a name as usual and fails with code PRIVATE_ADDRESS if any of its
 * addresses is not public. Runs at each connection, so a name that changes after the subscription was checked does
 * not get through.
 */
export const lookUpPublicAddress: net.LookupFunction = (hostname, options, callback) => {
  dns.lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error !== null) return callback(error, []);
    const [first] = addresses;
    if (first === undefined || !addresses.every(({ address }) => isPublicAddress(address))) {
      return callback(Object.assign(new Error('not a public address'), { code: 'PRIVATE_ADDRESS' }), []);
    }
    return options.all === true ? callback(null, addresses) : callback(null, first.address, first.family);
  });
};

const GLOBAL_UNICAST = new net.BlockList();
GLOBAL_UNICAST.addSubnet('2000::', 3, 'ipv6');

// Do not add ::ffff:0:0/96 here: BlockList takes it for the whole of IPv4.
const SPECIAL = new net.BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const) {
  SPECIAL.addSubnet(network, prefix, 'ipv4');
}
for (const [network, prefix] of [
  ['2001::', 23], // protocol assignments, Teredo among them
  ['2001:db8::', 32],
  ['2002::', 16], // 6to4: carries any IPv4 address
  ['3fff::', 20],
] as const) {
  SPECIAL.addSubnet(network, prefix, 'ipv6');
}
