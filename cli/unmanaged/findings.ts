import type { Connection, Properties } from "../../provider/lifecycle/definition";
import { inputsOf } from "../../provider/lifecycle/outputs";
import { read } from "../../provider/lifecycle/read";
import type { Resource } from "../../provider/lifecycle/resource";
import { messageOf, QuayError } from "../../provider/quay/client/errors";
import { resources } from "../../provider/resources";
import type { FoundResource } from "../import-file/resource-list";
import type { Existing } from "../inventory/inventory";
import { withoutOthers } from "../inventory/made-by-quay";
import { isByDefault } from "./made-by-quay";
import { adoption, mistakes, removalOf } from "./remedies";
import type { Finding, MadeByQuay } from "./report";
import { inWords } from "./words";

export interface FindingsContext {
  connection: Connection;
  /** All that exists in the namespace, as it was listed. */
  existing: readonly Existing[];
  teamRoles: ReadonlyMap<string, string>;
  /** What Quay made by itself, as far as names tell it. */
  madeByQuay(one: Existing): MadeByQuay | undefined;
  /** Whether roles that no list shows are read. */
  exact: boolean;
  /** Logical names that the stacks use, such as `Team ops`. */
  taken: ReadonlySet<string>;
  /** Whether the program takes in also what Quay made by itself. */
  adoptQuaysOwn: boolean;
}

interface Known {
  one: Existing;
  madeByQuay?: MadeByQuay;
  /** What a program has to state; missing when that was not read. */
  inputs?: Properties;
  remarks: string[];
}

/** Findings for what is unmanaged, each beneath what it is removed with, if that is unmanaged too. */
export async function findings(unmanaged: readonly Existing[], context: FindingsContext): Promise<Finding[]> {
  const all = await Promise.all(unmanaged.map((one) => known(one, context)));
  const present = all.filter((one) => one !== undefined);
  const named = new Map(present.map((each) => [`${each.one.kind} ${each.one.id}`, each]));
  const children = new Map<Known | undefined, Known[]>();
  for (const each of present) {
    const { kind, values } = each.one;
    const parents = (resources[kind] as Resource).parents(values).map((parent) => named.get(parent.join(" ")));
    const parent = parents.find((one) => one !== undefined && one !== each);
    children.set(parent, [...(children.get(parent) ?? []), each]);
  }
  const tree = (each: Known): Promise<Finding> => withRemedies(each, children.get(each) ?? [], context);
  return Promise.all((children.get(undefined) ?? []).map(tree));
}

/** Undefined when it is gone meanwhile. */
async function known(one: Existing, context: FindingsContext): Promise<Known | undefined> {
  const { connection, exact, existing } = context;
  const resource = resources[one.kind] as Resource;
  const madeByQuay = context.madeByQuay(one);
  if (madeByQuay === "creator") {
    const values = { ...one.values, role: "admin" };
    return { one: { ...one, values }, madeByQuay, inputs: values, remarks: [] };
  }
  if (!isNamedBy(one)) return { one, madeByQuay, remarks: ["No program can name it: its names hold signs of its id."] };
  const needsRole = "role" in resource.accepts && one.values.role === undefined;
  if (needsRole && !exact) return { one, madeByQuay, remarks: ["Its role was not read (--quick)."] };
  try {
    const values = await read(resource, connection, one.id, { isImport: true, fromLists: true });
    if (!values) return undefined;
    const complete = { ...one, values: { ...one.values, ...values } };
    const byDefault = isByDefault(complete, existing) ? "default permission" : undefined;
    return {
      one: complete,
      madeByQuay: madeByQuay ?? byDefault,
      inputs: withoutOthers(one, inputsOf(resource, values), existing),
      remarks: [],
    };
  } catch (error) {
    if (!(error instanceof QuayError)) throw error;
    return { one, madeByQuay, remarks: [`It could not be read: ${messageOf(error)}`] };
  }
}

/** Whether its id leads back to its names, which may hold a slash or a line break. */
function isNamedBy({ kind, id, values }: Existing): boolean {
  const named = (resources[kind] as Resource).identity.parse(id);
  return named !== undefined && Object.entries(named).every(([name, value]) => values[name] === value);
}

async function withRemedies(each: Known, beneath: Known[], context: FindingsContext): Promise<Finding> {
  const { connection, taken, adoptQuaysOwn } = context;
  const program = [each, ...beneath.filter(({ madeByQuay }) => adoptQuaysOwn || !madeByQuay)];
  const declared = program.filter((one) => one.inputs && mistakes(asResource(one), connection).length === 0);
  const { children: _, ...finding } = await findingOf(each, context);
  return {
    ...finding,
    ...(declared.includes(each) && { adopt: adoption(declared.map(asResource), taken) }),
    children: await Promise.all(beneath.map((child) => findingOf(child, context))),
  };
}

async function findingOf(each: Known, { connection, teamRoles }: FindingsContext): Promise<Finding> {
  const { one, madeByQuay, inputs } = each;
  const { kind, id, values } = one;
  const { remove, remarks } = await removalOf(one, connection);
  return {
    kind,
    id,
    what: inWords(kind, id, values, teamRoles),
    ...(typeof values.role === "string" && { role: values.role }),
    ...(madeByQuay && { madeByQuay }),
    ...(remove !== undefined && { remove }),
    remarks: [...each.remarks, ...(inputs ? mistakes(asResource(each), connection) : []), ...remarks],
    children: [],
  };
}

const asResource = ({ one: { kind, id, values }, inputs = {} }: Known): FoundResource => ({
  kind,
  id,
  inputs,
  outputs: values,
});
