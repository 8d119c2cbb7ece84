import { isDeepStrictEqual } from "node:util";
import {
  CheckFailure,
  type CheckRequest,
  CheckResponse,
  type CreateRequest,
  CreateResponse,
  type DeleteRequest,
  type DiffRequest,
  DiffResponse,
  PropertyDiff,
  type ReadRequest,
  ReadResponse,
  type UpdateRequest,
  UpdateResponse,
} from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { Failure } from "../../lifecycle/check";
import type { Properties } from "../../lifecycle/definition";
import { originOf } from "../../lifecycle/origin";
import { isInput } from "../../lifecycle/outputs";
import type { Resource } from "../../lifecycle/resource";
import { masked } from "../../quay/client/masking";
import { HandlerFailure } from "../failure";
import type { Managed } from "../handlers";
import { withoutHidden } from "../hidden-inputs";
import { outputsOf } from "./package-schema";
import type { Session } from "./session";
import { InitFailed } from "./status";
import { type Opened, open, seal } from "./values";

interface AboutResource {
  getUrn(): string;
}

export async function check(request: CheckRequest, session: Session): Promise<CheckResponse> {
  const { resource, handlers } = kindOf(request, session);
  const { values, secrets } = open(request.getNews());
  const { values: old } = open(request.getOlds());
  const { program, declaration } = withoutHidden(withoutNull(values));
  const name = request.getName() || nameOf(request.getUrn());
  const { inputs, failures } = await handlers.check(old, program, { ...declaration, name });
  return new CheckResponse()
    .setInputs(sealed(resource, withoutDerived(resource, inputs), secrets))
    .setFailuresList(
      failures.map((failure) => checkFailure(failure, program, new Set([...resource.secrets, ...secrets]))),
    );
}

/** The engine prints the value of a property that fails. So one that may hold a secret is named in the reason only. */
export function checkFailure({ property, reason }: Failure, given: Properties, secrets: Set<string>): CheckFailure {
  const value = given[property];
  const isPlain = ["string", "number", "boolean"].includes(typeof value) && masked(String(value)) === String(value);
  if (isPlain && !secrets.has(property)) return new CheckFailure().setProperty(property).setReason(reason);
  return new CheckFailure().setReason(property === "" ? reason : `${property.slice(0, 100)}: ${reason}`);
}

export async function diff(request: DiffRequest, session: Session): Promise<DiffResponse> {
  const { resource, handlers } = kindOf(request, session);
  const { values: state, secrets: encrypted } = open(request.getOlds());
  const { values: wanted, secrets } = open(request.getNews());
  const difference = await handlers.diff(request.getId(), state, wanted);
  const { changed, recomputed, replaces, deleteBeforeReplace } = difference;
  // What a program newly marks as secret stays in plain text among the outputs until an update, which sends nothing.
  const exposed = [...secrets].filter((name) => state[name] !== undefined && !encrypted.has(name));
  const all = [...new Set([...changed, ...replaces, ...recomputed, ...exposed])];
  const response = new DiffResponse()
    .setChanges(all.length > 0 ? DiffResponse.DiffChanges.DIFF_SOME : DiffResponse.DiffChanges.DIFF_NONE)
    .setDiffsList(all)
    .setReplacesList(replaces)
    .setDeletebeforereplace(deleteBeforeReplace);
  // Outputs are not among the inputs that the engine shows, so without these it would show them as removed.
  const inputs = [...new Set([...changed, ...replaces])].filter((name) => isInput(resource, name));
  response.setHasdetaileddiff(inputs.length > 0);
  for (const name of inputs) response.getDetaileddiffMap().set(name, propertyDiff(name, state, wanted, replaces));
  return response;
}

const { ADD, ADD_REPLACE, DELETE, DELETE_REPLACE, UPDATE, UPDATE_REPLACE } = PropertyDiff.Kind;

function propertyDiff(name: string, state: Properties, wanted: Properties, replaces: string[]): PropertyDiff {
  const [change, replacement] =
    state[name] === undefined
      ? [ADD, ADD_REPLACE]
      : wanted[name] === undefined
        ? [DELETE, DELETE_REPLACE]
        : [UPDATE, UPDATE_REPLACE];
  return new PropertyDiff().setKind(replaces.includes(name) ? replacement : change);
}

export async function create(request: CreateRequest, session: Session): Promise<CreateResponse> {
  const { resource, handlers } = kindOf(request, session);
  const { values: wanted, secrets } = open(request.getProperties());
  if (request.getPreview()) {
    const state = await handlers.preview(wanted, undefined, outputsOf(resource.kind));
    return new CreateResponse().setProperties(sealed(resource, state, secrets));
  }
  const { id, state } = await withPartialState(resource, wanted, secrets, () => handlers.create(wanted));
  return new CreateResponse().setId(id).setProperties(sealed(resource, state, secrets));
}

/** An import has neither inputs nor a state; a `.get` has what the program says of it as both. What the dynamic provider made has a `__provider`. */
export async function read(request: ReadRequest, session: Session): Promise<ReadResponse> {
  const { resource, handlers } = kindOf(request, session);
  const [state, inputs] = [openState(request.getProperties()), open(request.getInputs())];
  const isImport = !request.hasInputs();
  const isState = originOf(state.values) !== undefined || "__provider" in inputs.values;
  const isGet = !isState && isDeepStrictEqual(state.values, inputs.values);
  const known = isImport || isGet ? undefined : state.values;
  const secrets = [...state.secrets, ...inputs.secrets];
  const found = await handlers.read(request.getId(), known, { isImport, hidden: secrets });
  if (!found) return new ReadResponse();
  return new ReadResponse()
    .setId(found.id)
    .setProperties(sealed(resource, found.state, secrets))
    .setInputs(sealed(resource, withoutDerived(resource, found.inputs), secrets));
}

export async function update(request: UpdateRequest, session: Session): Promise<UpdateResponse> {
  const { resource, handlers } = kindOf(request, session);
  const { values: state } = openState(request.getOlds());
  const { values: wanted, secrets } = open(request.getNews());
  const updated = request.getPreview()
    ? await handlers.preview(wanted, state, outputsOf(resource.kind))
    : (await withPartialState(resource, wanted, secrets, () => handlers.update(request.getId(), state, wanted))).state;
  return new UpdateResponse().setProperties(sealed(resource, updated, secrets));
}

export async function remove(request: DeleteRequest, session: Session): Promise<Empty> {
  const { handlers } = kindOf(request, session);
  await handlers.delete(request.getId(), open(request.getProperties()).values);
  return new Empty();
}

async function withPartialState(
  resource: Resource,
  wanted: Properties,
  secrets: Iterable<string>,
  work: () => Promise<Managed>,
): Promise<Managed> {
  try {
    return await work();
  } catch (failure) {
    if (!(failure instanceof HandlerFailure && failure.partial)) throw failure;
    const { id, state } = failure.partial;
    throw new InitFailed(id, sealed(resource, state, secrets), sealed(resource, wanted, secrets), failure);
  }
}

/** A state taken over from the dynamic provider contains its code. */
function openState(struct: Struct | undefined): Opened {
  const { values, secrets } = open(struct);
  const { __provider, ...state } = values;
  return { values: state, secrets };
}

/** Some languages send a property that was left out as null. */
const withoutNull = (values: Properties): Properties =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));

const sealed = (resource: Resource, values: Properties, secrets: Iterable<string>) =>
  seal(values, new Set([...resource.secrets, ...secrets]));

/** A program of the native provider does not have derived outputs as inputs. */
const withoutDerived = (resource: Resource, inputs: Properties): Properties =>
  Object.fromEntries(Object.entries(inputs).filter(([name]) => isInput(resource, name)));

/** The kind of a URN such as `urn:pulumi:prod::infra::quay:index:Team::ops`. */
function kindOf(request: AboutResource, session: Session) {
  const [, , types = ""] = request.getUrn().split("::");
  const type = types.split("$").at(-1) ?? "";
  return session.kind(type.split(":").at(-1) ?? "");
}

const nameOf = (urn: string) => urn.split("::").slice(3).join("::");
