import type { Resource } from "../resource";
import { organization } from "./organization";
import { repository } from "./repository";
import { team } from "./team";

/** Every kind by its name. The names are stored in states: they stay for ever. */
export const resources: Record<string, Resource> = Object.fromEntries(
  [organization, repository, team].map((kind) => [kind.kind, kind]),
);
