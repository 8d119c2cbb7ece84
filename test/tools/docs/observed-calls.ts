import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { RecordedRequest } from "../../../local-quay";
import type { Resource } from "../../../provider/lifecycle/resource";
import type { Operation, Scope } from "../../../provider/quay/operation";
import { resources } from "../../../provider/resources";
import { type Call, type Moment, moments, scopesOf } from "../../../tools/docs/calls";
import type { Harness } from "../../harness";
import { prepare, specimenOf } from "../../kinds";
import { beforeDrift, type Properties } from "../../kinds/specimen";

const folder = join(__dirname, "..", "..", "..", "provider", "quay", "api");
const operations = new Map<string, Call["operation"]>(
  readdirSync(folder)
    .flatMap((file) => Object.values(require(join(folder, file)) as Record<string, Partial<Operation>>))
    .flatMap((exported) => (exported.route ? [[exported.route, exported as Operation]] : [])),
);

/** Sent without an operation. */
const tokenCheck: Call["operation"] = {
  route: "POST /v1/organization/",
  summary: "Refuse to create an organization without a name, which tells a live token from a dead one.",
};

function operationOf({ route, body }: RecordedRequest): Call["operation"] {
  if (route === tokenCheck.route && !(body as Properties).name) return tokenCheck;
  const operation = operations.get(route);
  if (!operation) throw new Error(`provider/quay/api has no operation ${route}.`);
  return operation;
}

/** One request in the lifecycle of an object. */
interface ObservedRequest {
  moment: Moment;
  operation: Call["operation"];
  isRefused: boolean;
}

interface Circumstances {
  /** Of the token; by default all scopes. */
  scopes?: readonly Scope[];
  /** Another identity than the specimen's. */
  other?: Properties;
  /** A second one beside it. */
  renamed?: Properties;
}

/** The whole lifecycle of objects of a kind on the local Quay, each step as an engine operation of its own. Throws where a step fails. */
export async function runLifecycle(
  at: Harness,
  kind: string,
  { scopes, other, renamed = specimenOf(kind).renamed }: Circumstances = {},
): Promise<ObservedRequest[]> {
  const specimen = specimenOf(kind);
  const { changes } = resources[kind] as Resource;
  const drifting = Object.entries(beforeDrift(specimen)).filter(([property]) => property in specimen.drifts);
  const all = {
    ...Object.fromEntries(drifting),
    ...specimen.stateOnly,
    ...specimen.writeOnly?.beside,
    ...specimen.writeOnly?.given,
  };
  const isFixed = (property: string) => !changes.some(({ of }) => of.includes(property));
  const least = { ...specimen.least, ...other };
  const created = { ...least, ...Object.fromEntries(Object.entries(all).filter(([property]) => isFixed(property))) };
  await fresh(at, kind);

  const observed: ObservedRequest[] = [];
  const run = () => at.run(kind, scopes && { "quay:token": at.quay.mint({ scope: scopes.join(" ") }) });
  const record = async <T>(moment: Moment, doing: Promise<T>): Promise<T> => {
    at.quay.requests.splice(0);
    const done = await doing;
    observed.push(...requests(at, moment));
    return done;
  };

  const state = await record("create", run().create(created));
  expect(await record("read", run().refresh(state))).toMatchObject({ inputs: state.inputs });
  const changed = await record("change", run().update(state, { ...created, ...all }));
  const beside = await record("create", run().create({ ...least, ...renamed }));
  const reading = run();
  const read = Promise.all([reading.refresh(changed), reading.refresh(beside)]);
  expect(await record("read", read)).toMatchObject([{ inputs: changed.inputs }, { inputs: beside.inputs }]);
  for (const one of [changed, beside]) await record("delete", run().delete(one));
  const later = run();
  const absent = Promise.all([later.refresh(changed), later.refresh(beside)]);
  expect(await record("doubt", absent)).toEqual([undefined, undefined]);
  at.quay.collectGarbage();
  const recreated = await record("create", run().create({ ...least, ...all }));
  await record("delete", run().delete(recreated));
  return observed;
}

async function fresh(at: Harness, kind: string): Promise<void> {
  at.quay.reset();
  await prepare(at.quay, kind);
}

const requests = (at: Harness, moment: Moment): ObservedRequest[] =>
  at.quay.requests.splice(0).map((request) => ({
    moment,
    operation: operationOf(request),
    isRefused: (request.status ?? 500) >= 400,
  }));

/** The requests when the object or its parent is missing, or not visible to this token. */
async function requestsInDoubt(at: Harness, kind: string): Promise<ObservedRequest[]> {
  const { least, changes, parents, vanish } = specimenOf(kind);
  const program = { ...least, ...changes };
  const missing = [{ vanish, least }, ...parents.map(specimenOf)];
  const observed: ObservedRequest[] = [];
  const cases = [
    ...missing.map((gone) => ({ user: "admin", remove: () => gone.vanish(at.quay, gone.least) })),
    { user: "bob", remove: () => {} },
  ];
  for (const { user, remove } of cases) {
    await fresh(at, kind);
    const state = await at.run(kind).create(least);
    await remove();
    at.quay.requests.splice(0);
    const token = at.quay.mint({ user, scope: "repo:admin repo:create org:admin user:admin" });
    const run = () => at.run(kind, { "quay:token": token });
    const steps = [
      () => run().refresh(state),
      () => run().update(state, program),
      () => run().delete(state),
      () => run().create(least),
    ];
    for (const step of steps) await step().catch(() => {});
    observed.push(...requests(at, "doubt"));
  }
  return observed;
}

/**
 * The calls of a kind, as they arrive at Quay. Requests that a token with all scopes sends and a narrow one omits only serve to read
 * many at once.
 */
export async function callsOf(at: Harness, kind: string): Promise<Call[]> {
  const { variants = [] } = specimenOf(kind);
  const found = new Map<Call["operation"], Set<Moment>>();
  const note = (operation: Call["operation"], moment: Moment) =>
    found.set(operation, (found.get(operation) ?? new Set()).add(moment));

  const own = ofOwnUser(kind);
  for (const identity of [{}, ...variants.map((other) => ({ other })), ...(own ? [own] : [])]) {
    const free =
      (identity === own && (await runLifecycle(at, kind, { ...own, scopes: ["user:admin"] }).catch(() => undefined))) ||
      (await runLifecycle(at, kind, identity));
    const narrow = await narrowed(at, kind, identity, free);
    for (const { operation, moment, isRefused } of narrow)
      if (moment === "doubt" || !isRefused) note(operation, moment);
    if (identity === own) continue;
    for (const { operation, moment } of free)
      if (moment === "read" && !found.get(operation)?.has(moment)) note(operation, "many");
  }
  for (const { operation } of await requestsInDoubt(at, kind)) if (!found.has(operation)) note(operation, "doubt");
  return [...found]
    .map(([operation, when]) => ({ operation, moments: order.filter((moment) => when.has(moment)) }))
    .sort(byMoment);
}

/** Identities in the namespace of the token's own user; undefined for a kind that is only in organizations. */
export function ofOwnUser(kind: string): Circumstances | undefined {
  const { least, own } = specimenOf(kind);
  if (own) return { other: own[0], renamed: { ...own[0], ...own[1] } };
  return "namespace" in least ? { other: { namespace: "admin" } } : undefined;
}

/** The same lifecycle with as few scopes as possible. */
async function narrowed(
  at: Harness,
  kind: string,
  identity: Circumstances,
  free: ObservedRequest[],
): Promise<ObservedRequest[]> {
  let narrow = free;
  for (const scope of scopesOf(granted(free))) {
    const scopes = scopesOf(granted(narrow)).filter((one) => one !== scope);
    if (scopes.length > 0) narrow = await runLifecycle(at, kind, { ...identity, scopes }).catch(() => narrow);
  }
  return narrow;
}

const granted = (observed: ObservedRequest[]): Call[] =>
  observed.filter(({ isRefused }) => !isRefused).map(({ operation, moment }) => ({ operation, moments: [moment] }));

const order = Object.keys(moments) as Moment[];
const byMoment = (one: Call, other: Call) =>
  order.indexOf(one.moments[0] as Moment) - order.indexOf(other.moments[0] as Moment);
