import type { Repository } from "../model";
import { pageAscending } from "../pagination";
import { created, done, ok } from "../responses";
import { route } from "../routing";
import { object, text } from "../schema";
import { ownAccount } from "./user";

const starView = ({ namespace, name, description, isPublic }: Repository) => ({
  namespace: namespace.name,
  name,
  description,
  is_public: isPublic,
});

const star = object({ namespace: text(), repository: text() });

export default [
  route("GET /v1/user/starred", (call) => {
    const stars = [...ownAccount(call).stars].sort((a, b) => a.id - b.id);
    const { items, next } = pageAscending(stars, 100, call.text("next_page"));
    return ok({ repositories: items.map(starView), ...next });
  }),

  route("POST /v1/user/starred", (call) => {
    const { stars } = ownAccount(call);
    const { namespace, repository: name } = call.json(star);
    const repository = call.store.repository(namespace, name);
    if (!repository) return ok(null);
    stars.add(repository);
    return created({ namespace, repository: name });
  }),

  route("DELETE /v1/user/starred/{repository}", (call) => {
    const { stars } = ownAccount(call);
    const repository = call.store.repository(...call.repositoryName);
    if (!repository) return ok(null);
    stars.delete(repository);
    return done;
  }),
];
