import type { LocalQuay, Store } from "../../local-quay";
import { bytesOf, sizeOf } from "../../local-quay/quota-sizes";
import { callQuay } from "../call-quay";
import { type Properties, people, type Specimen } from "./specimen";

interface Named {
  namespace: string;
}

const quotaIn = (store: Store, { namespace }: Named) => store.namespace(namespace)?.quota;

const percents = (store: Store, named: Named, type: string) =>
  (quotaIn(store, named)?.limits ?? []).filter((one) => one.type === type).map(({ percent }) => percent);

/** The local Quay writes `10.0 GiB`. */
const text = (bytes: number) => sizeOf(bytes).replace(".0 ", " ");
const bytes = (size: string) => (size === "1.5 TiB" ? 1536 * bytesOf("1 GiB") : bytesOf(size));

function change({ store }: LocalQuay, named: Named, { size, warnings, reject }: Properties): void {
  const quota = quotaIn(store, named);
  if (!quota) throw new Error(`${named.namespace} has no quota.`);
  if (size !== undefined) quota.bytes = bytes(size as string);
  const replace = (type: "Warning" | "Reject", all: number[]) => {
    const limits = all.map((percent) => ({ id: store.nextId(), type, percent }));
    quota.limits = [...quota.limits.filter((one) => one.type !== type), ...limits];
  };
  if (warnings) replace("Warning", warnings as number[]);
  if (reject !== undefined) replace("Reject", [reject as number]);
}

const specimen: Specimen<Named> = {
  least: { namespace: "acme", size: "10 GiB" },
  id: "acme",
  changes: { size: "1.5 TiB", warnings: [80, 95], reject: 100 },
  drifts: {
    size: { theirs: "5 GiB" },
    warnings: { theirs: [70], writes: 3 },
    reject: { theirs: 90, writes: 2 },
  },
  renamed: { namespace: "umbrella" },
  parents: ["Organization"],
  async needs(quay) {
    people(quay, "alice");
    if (!quay.store.organization("umbrella")) await callQuay(quay, "POST /v1/organization/", { name: "umbrella" });
  },
  creates: "POST /v1/superuser/organization/{namespace}/quota",
  formats: { namespace: "name", size: "size", warnings: "percentages", reject: "percentage" },
  refused: [
    [{ size: "0" }, "at least one byte"],
    [{ size: "0 GiB" }, "at least one byte"],
    [{ size: "0.0001 KiB" }, "is not a size"],
    [{ size: "-5 GiB" }, "is not a size"],
    [{ size: "8.001 PiB" }, "at most 8 PiB"],
    [{ size: "9007199254740993" }, "at most 8 PiB"],
    [{ size: "1.5" }, "is not a size"],
    [{ size: "10 XB" }, "is not a size"],
    [{ size: "ten" }, "is not a size"],
    [{ size: "" }, "is not a size"],
    [{ warnings: [0] }, "from 1 to 100"],
    [{ warnings: [80, 101] }, "from 1 to 100"],
    [{ warnings: [79.5] }, "from 1 to 100"],
    [{ reject: 0 }, "from 1 to 100"],
    [{ reject: 101 }, "from 1 to 100"],
  ],

  all: (store) =>
    [...store.organizations(), ...store.users()]
      .filter(({ quota }) => quota !== undefined)
      .map(({ name }) => ({ namespace: name })),
  stored(store, named) {
    const quota = quotaIn(store, named);
    if (!quota) return undefined;
    const warnings = percents(store, named, "Warning").sort((a, b) => a - b);
    const [reject] = percents(store, named, "Reject");
    return { ...named, size: text(quota.bytes), warnings, ...(reject !== undefined && { reject }) };
  },
  change,
  // Only superusers delete one, and of that Quay's log tells nothing.
  unlogged: ["it"],
  async changeByApi(quay, { namespace }, { size, warnings, reject }) {
    const { id, limits } = quotaIn(quay.store, { namespace }) as NonNullable<ReturnType<typeof quotaIn>>;
    const at = `/v1/organization/${namespace}/quota/${id}`;
    const replaced = limits.filter(({ type }) => (type === "Warning" ? warnings : reject) !== undefined);
    if (size !== undefined) await callQuay(quay, `PUT ${at}`, { limit_bytes: bytes(size as string) });
    const wanted = [
      ...((warnings as number[]) ?? []).map((percent) => ["Warning", percent]),
      ...(reject === undefined ? [] : [["Reject", reject]]),
    ];
    for (const [type, percent] of wanted)
      await callQuay(quay, `POST ${at}/limit`, { type, threshold_percent: percent });
    for (const one of replaced) await callQuay(quay, `DELETE ${at}/limit/${one.id}`);
  },
  vanish: (quay, { namespace }) =>
    callQuay(
      quay,
      `DELETE /v1/superuser/organization/${namespace}/quota/${quotaIn(quay.store, { namespace })?.id ?? 0}`,
    ),
};

export default specimen;
