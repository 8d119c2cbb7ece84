import { message, refuse, unknownPath } from "../errors";
import { mailAuthorization } from "../mails";
import type { Repository } from "../model";
import { ok } from "../responses";
import { behindFeatures, route } from "../routing";
import { administeredIfAny } from "./repository";

const emailView = ({ namespace, name, authorizedEmails }: Repository, email: string) => ({
  email,
  repository: name,
  namespace: namespace.name,
  confirmed: authorizedEmails.get(email) ?? false,
});

export default behindFeatures(
  ["MAILING"],
  [
    route("GET /v1/repository/{repository}/authorizedemail/{email}", (call) => {
      const repository = administeredIfAny(call);
      const { email } = call.params;
      if (!repository?.authorizedEmails.has(email)) throw unknownPath();
      return ok(emailView(repository, email));
    }),

    // Mails the address a link; until it is followed, the address is not confirmed.
    route("POST /v1/repository/{repository}/authorizedemail/{email}", (call) => {
      const [namespace, name] = call.repositoryName;
      const repository = administeredIfAny(call) ?? refuse(message(400, `Invalid repository ${namespace}/${name}`));
      const { email } = call.params;
      if (!repository.authorizedEmails.get(email)) {
        repository.authorizedEmails.set(email, false);
        mailAuthorization(call.store, repository, email);
      }
      return ok(emailView(repository, email));
    }),
  ],
);
