import { BlockList, isIP } from "node:net";

/** Networks in which Quay connects to no registry: private, local, reserved, and documentation networks. */
const networks: Record<"ipv4" | "ipv6", string[]> = {
  ipv4: [
    ...["0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12"],
    ...["192.0.0.0/24", "192.0.2.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24"],
    ...["224.0.0.0/4", "240.0.0.0/4"],
  ],
  ipv6: ["::1/128", "64:ff9b::/96", "100::/64", "2001:db8::/32", "fc00::/7", "fe80::/10", "::ffff:0:0/96"],
};

/** One list for each family, since a list with a network of mapped addresses would cover all of IPv4. */
const blocked = { ipv4: new BlockList(), ipv6: new BlockList() };
for (const family of ["ipv4", "ipv6"] as const)
  for (const network of networks[family]) {
    const [address = "", bits] = network.split("/");
    blocked[family].addSubnet(address, Number(bits), family);
  }

/** Names without a public address. The local Quay resolves no names and accepts all others. */
const isUnknown = (name: string) => !name.includes(".") || /\.(invalid|internal|local)$/.test(name);

/** Why Quay would not connect to a host: it is in a blocked network, or its name is unknown. */
export function addressFault(host: string): "inside" | "unknown" | undefined {
  const name = host.toLowerCase();
  if (name === "localhost" || name.endsWith(".localhost")) return "inside";
  const version = isIP(name);
  if (!version) return isUnknown(name) ? "unknown" : undefined;
  const family = version === 6 ? "ipv6" : "ipv4";
  return blocked[family].check(name, family) ? "inside" : undefined;
}

export interface ParsedUrl {
  scheme: string;
  /** Lower case, without brackets; empty when there is none. */
  host: string;
  hasCredentials: boolean;
}

/** Parses a URL as leniently as Python's `urlparse`. */
export function parseUrl(url: string): ParsedUrl {
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(url)?.[1] ?? "";
  const rest = scheme ? url.slice(scheme.length + 1) : url;
  const authority = /^\/\/([^/?#]*)/.exec(rest)?.[1] ?? "";
  const at = authority.lastIndexOf("@");
  const [, bracketed, plain = ""] = /^(?:\[([^\]]*)\]|([^:]*))/.exec(authority.slice(at + 1)) ?? [];
  return {
    scheme: scheme.toLowerCase(),
    host: (bracketed ?? plain).toLowerCase(),
    hasCredentials: at >= 0 && !/^:?$/.test(authority.slice(0, at)),
  };
}

/** Why Quay would not connect to a registry. `noun` is what Quay's message calls the URL. */
export function registryFault(url: string, noun: "URL" | "location" = "URL"): string | undefined {
  const { scheme, host, hasCredentials } = parseUrl(url.trim());
  if (!url.trim()) return "External registry URL is required";
  if (scheme !== "http" && scheme !== "https") return `Invalid URL scheme '${scheme}': only HTTP and HTTPS are allowed`;
  if (hasCredentials) return "URLs with embedded credentials are not allowed";
  if (!host) return "URL must include a hostname";
  const fault = addressFault(host);
  if (fault === "inside") return `The provided registry ${noun} is not allowed`;
  return fault && `Cannot resolve hostname '${host}'`;
}
