import type * as pulumi from "@pulumi/pulumi";
import * as quay from "pulumi-quay";
import type { Resource } from "../../provider/lifecycle/resource";
import { resources } from "../../provider/resources";
import { specimens } from "../kinds";
import { beforeDrift, type Properties, type Specimen } from "../kinds/specimen";

type Class = new (name: string, args: Properties) => pulumi.CustomResource;
const classes = { ...quay } as unknown as Record<string, Class>;

/**
 * Resources with all the properties of their kind, and changes outside Pulumi: one resource for each property, with its name;
 * or one for all properties, where the names of a kind cannot be chosen.
 */
export const drifts = Object.entries(specimens).flatMap(([kind, specimen]) => {
  const { identity, flags, changes, secrets } = resources[kind] as Resource;
  const naming = ["name", "title"].find((property) => identity.properties.includes(property));
  const isFixed = (property: string) => !changes.some(({ of }) => of.includes(property));
  const all = Object.entries(specimen.drifts).map(([property, drift]) => ({ property, writes: 1, ...drift }));
  const together = all.filter(({ beside }) => !beside);
  const alone = naming ? all : all.filter(({ beside }) => beside);
  const groups = [...alone.map((one) => [one]), ...(naming || together.length === 0 ? [] : [together])];
  return groups.map((drifted) => {
    const properties = drifted.map(({ property }) => property);
    const name = properties.join("-").toLowerCase();
    const ours = { ...beforeDrift(specimen, properties[0]), ...specimen.apart, ...(naming && { [naming]: name }) };
    const named = Object.fromEntries(
      Object.entries(ours).filter(([property]) => property in specimen.least || property === naming),
    );
    const replaceable = flags.includes("replaceWhenChanged") && { replaceWhenChanged: true };
    return {
      kind,
      properties: properties.join(", "),
      resource: `${kind} ${name}`,
      name,
      named,
      ours,
      args: { ...ours, ...replaceable },
      theirs: Object.fromEntries(drifted.map(({ property, theirs }) => [property, inPlace(theirs, specimen)])),
      // However many properties it is for, a replacement is one delete and one create.
      writes: properties.some(isFixed) ? 2 : drifted.reduce((sum, { writes }) => sum + writes, 0),
      replaced: properties.some(isFixed),
      secret: properties.filter((property) => secrets.includes(property)),
      specimen,
    };
  });
});

/** The organization of a robot is that of the resource. */
function inPlace(value: unknown, { apart }: Specimen): unknown {
  return typeof value === "string" && apart?.robot ? value.replace(/^acme\+/, `${apart.organization}+`) : value;
}

/** Declares the resources as the program has them. */
export function declareDrifting(): void {
  for (const { kind, name, args } of drifts) new (classes[kind] as Class)(name, args);
}
