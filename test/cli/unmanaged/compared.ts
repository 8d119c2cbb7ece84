import { withQuay } from "../../../cli/quay-access";
import type { StackEntry } from "../../../cli/stack-state/stack-state";
import { withChildren } from "../../../cli/unmanaged/report";
import { type UnmanagedOptions, unmanaged } from "../../../cli/unmanaged/unmanaged";
import type { LocalQuay } from "../../../local-quay";

/** An entry of a stack, such as `Team acme/ops`. */
export function entry(resource: string, about: Partial<StackEntry> = {}): StackEntry {
  const [, kind = "", id = ""] = /^(\S+) (.*)$/s.exec(resource) ?? [];
  const name = id.split(/[/+]/).slice(1).join("-") || id;
  const urn = `urn:pulumi:dev::infra::quay:index:${kind}::${name}`;
  return { kind, id, urn, name, isNative: true, isRead: false, inputs: {}, outputs: {}, ...about };
}

/** The report of a comparison of one stack, and its findings by kind and id. */
export async function compared(
  quay: LocalQuay,
  entries: StackEntry[],
  options: UnmanagedOptions = {},
  settings: Record<string, string> = {},
) {
  const all = { "quay:url": quay.url, "quay:token": quay.token, "quay:concurrency": "64", ...settings };
  const report = await withQuay(all, (access) => unmanaged([{ name: "dev", entries }], access, options));
  const findings = withChildren(report.namespaces.flatMap((one) => one.findings));
  return { report, findings: new Map(findings.map((one) => [`${one.kind} ${one.id}`, one])) };
}
