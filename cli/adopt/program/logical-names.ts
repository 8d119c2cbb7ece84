import { labelOf } from "../../../provider/lifecycle/identity";
import type { Resource } from "../../../provider/lifecycle/resource";
import { resources as kinds } from "../../../provider/resources";
import type { FoundResource } from "../../import-file/resource-list";

/**
 * The logical names of resources outside of a blueprint: their ids, which depend on no other resource. Where Quay assigned the
 * id, it is what a person called it, if only one is called so.
 */
export function logicalNames(resources: readonly FoundResource[]): Map<FoundResource, string> {
  const labels = new Map(resources.map((each) => [each, labelOfResource(each)]));
  const uses = new Map<string, number>();
  for (const [{ kind }, label] of labels) uses.set(`${kind} ${label}`, (uses.get(`${kind} ${label}`) ?? 0) + 1);
  return new Map([...labels].map(([each, label]) => [each, uses.get(`${each.kind} ${label}`) === 1 ? label : each.id]));
}

function labelOfResource({ kind, id, inputs, outputs }: FoundResource): string {
  const { identity } = kinds[kind] as Resource;
  return identity.type === "assigned" ? labelOf(identity, { ...outputs, ...inputs }) : id;
}
