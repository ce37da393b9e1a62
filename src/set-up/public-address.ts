import { BlockList, isIP } from 'node:net';
import type { GitHubHost } from '../config/environment.ts';

/** An address that GitHub can deliver webhooks to (without a final slash), or a sentence about what is wrong. */
export type PublicAddress = { readonly url: string } | { readonly problem: string };

/** How far away an address can be reached from. */
type Reach = 'this machine' | 'this network' | 'everywhere';

const thisMachine = new BlockList();
thisMachine.addSubnet('127.0.0.0', 8);
thisMachine.addAddress('0.0.0.0');
thisMachine.addAddress('::1', 'ipv6');
thisMachine.addAddress('::', 'ipv6');

const thisNetwork = new BlockList();
thisNetwork.addSubnet('10.0.0.0', 8);
thisNetwork.addSubnet('100.64.0.0', 10);
thisNetwork.addSubnet('169.254.0.0', 16);
thisNetwork.addSubnet('172.16.0.0', 12);
thisNetwork.addSubnet('192.168.0.0', 16);
thisNetwork.addSubnet('fc00::', 7, 'ipv6');
thisNetwork.addSubnet('fe80::', 10, 'ipv6');

/** Names that no public server resolves. */
const privateEnding =
  /\.(local|internal|lan|home\.arpa|intranet|corp|home|localdomain|test|example|invalid)$/;

/**
 * Judges an address that an operator gave. The public GitHub reaches only public addresses; an Enterprise server
 * also those of its network, and those of its machine when it is on this one.
 */
export function readPublicAddress(text: string, github: GitHubHost): PublicAddress {
  const url = URL.canParse(text.trim()) ? new URL(text.trim()) : null;
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:'))
    return { problem: 'Give a whole address, for example https://reviews.acme.com' };
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '')
    return { problem: 'Give the address alone: no name, password, question mark or #' };
  const reach = reachOf(url.hostname);
  const needed = github.host === 'github.com' ? 'everywhere' : reachOf(hostnameOf(github));
  if (reach === 'this machine' && needed !== 'this machine')
    return {
      problem: `${url.host} is this machine, and GitHub cannot reach it: give the address that the world knows it by`,
    };
  if (reach === 'this network' && github.host === 'github.com')
    return {
      problem: `${url.host} is known only in this network, and GitHub cannot reach it: give a public address`,
    };
  return { url: `${url.origin}${url.pathname.replace(/\/+$/, '')}` };
}

function hostnameOf({ protocol, host }: GitHubHost): string {
  const address = `${protocol}://${host}`;
  return URL.canParse(address) ? new URL(address).hostname : host;
}

/** @param hostname as URL gives it: lower case, IPv4 in its usual form, IPv6 in brackets */
function reachOf(hostname: string): Reach {
  const name = hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  const family = isIP(name);
  if (family !== 0) {
    const type = family === 6 ? 'ipv6' : 'ipv4';
    if (thisMachine.check(name, type)) return 'this machine';
    return thisNetwork.check(name, type) ? 'this network' : 'everywhere';
  }
  if (name === 'localhost' || name.endsWith('.localhost')) return 'this machine';
  return !name.includes('.') || privateEnding.test(name) ? 'this network' : 'everywhere';
}
