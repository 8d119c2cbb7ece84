import { BlockList, isIP } from "node:net";

const inside = new BlockList();
for (const [network, bits] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.168.0.0", 16],
] as const)
  inside.addSubnet(network, bits);
inside.addSubnet("fc00::", 7, "ipv6");
inside.addSubnet("fe80::", 10, "ipv6");
inside.addAddress("::1", "ipv6");

/** Quay connects to no registry inside its own network. Names are not looked up here; only `.invalid` ones count as unknown. */
export function addressFault(host: string): "inside" | "unknown" | undefined {
  const name = host.replace(/^\[|\]$/g, "").toLowerCase();
  const version = isIP(name);
  if (name === "localhost" || name.endsWith(".localhost")) return "inside";
  if (version) return inside.check(name, version === 6 ? "ipv6" : "ipv4") ? "inside" : undefined;
  return name.endsWith(".invalid") ? "unknown" : undefined;
}

/** The host of `registry.example.com:5000/library/alpine`. */
export const hostOf = (location: string) => location.split("/")[0]?.replace(/:\d+$/, "") ?? "";
