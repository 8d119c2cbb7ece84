import { ok } from "../answers";
import type { Call } from "../call";
import { message, notFound, refuse } from "../errors";
import type { Repository } from "../nouns";
import { gated, route } from "../routing";
import { administeredIfAny } from "./repository";

const emailView = ({ namespace, name, authorizedEmails }: Repository, email: string) => ({
  email,
  repository: name,
  namespace: namespace.name,
  confirmed: authorizedEmails.get(email) ?? false,
});

const find = (call: Call): Repository => administeredIfAny(call) ?? refuse(notFound());

export default gated(
  ["MAILING"],
  [
    route("GET /v1/repository/{repository}/authorizedemail/{email}", (call) => {
      const repository = find(call);
      const { email } = call.params;
      if (!repository.authorizedEmails.has(email)) throw message(404, "Not Found");
      return ok(emailView(repository, email));
    }),

    // Mails the address a link; until it is followed, which only the store can do here, it is not confirmed.
    route("POST /v1/repository/{repository}/authorizedemail/{email}", (call) => {
      const repository = find(call);
      const { email } = call.params;
      repository.authorizedEmails.set(email, repository.authorizedEmails.get(email) ?? false);
      return ok(emailView(repository, email));
    }),
  ],
);
