import { isEmailTaken } from "../account-checks";
import type { Call } from "../call";
import { htmlError, refuse } from "../errors";
import { mailAddressChanged } from "../mails";
import type { User } from "../model";
import { type HttpResponse, ok } from "../responses";
import { behindFeatures, route } from "../routing";
import { secret } from "../secrets";

const html = "<html><body>Quay</body></html>\n";

/** The web interface, which is not here, with or without something to say. */
const page: HttpResponse = { status: 200, type: "text/html", body: html };

const codeOf = (call: Call) => call.text("code") ?? refuse(htmlError(400));

/** Takes a code out of circulation. */
function used(call: Call, of: "address" | "recovery") {
  const code = codeOf(call);
  const found = call.store.confirmations.get(code);
  if (found?.of !== of) return undefined;
  call.store.confirmations.delete(code);
  return found;
}

function signedIn({ store }: Call, user: User, location: string): HttpResponse {
  if (!user.enabled) return page;
  const id = secret(40);
  store.sessions.set(id, { csrf: secret(40), user });
  const headers = { location, "set-cookie": `_csrf_token=${id}; Path=/; HttpOnly` };
  return { status: 302, type: "text/html", body: html, headers };
}

export default behindFeatures(
  ["MAILING"],
  [
    route("GET /confirm", (call) => {
      const found = used(call, "address");
      if (found?.of !== "address") return page;
      const { user, newEmail } = found;
      if (newEmail !== undefined && isEmailTaken(call.store, newEmail)) return page;
      user.verified = true;
      if (newEmail !== undefined) {
        mailAddressChanged(call.store, user.email);
        user.email = newEmail;
      }
      if (user.prompts.size) return signedIn(call, user, "/updateuser");
      return signedIn(call, user, newEmail === undefined ? "/" : `/user/${user.name}/?tab=settings`);
    }),

    route("GET /recovery", (call) => {
      const found = used(call, "recovery");
      if (!found) return page;
      found.user.verified = true;
      return signedIn(call, found.user, `/user/${found.user.name}/?tab=settings&action=password`);
    }),

    // Asks to sign in or up, and leaves the rest to the web interface.
    route("GET /confirminvite", (call) => {
      codeOf(call);
      return page;
    }),

    route("GET /authrepoemail", (call) => {
      const found = call.store.confirmations.get(codeOf(call));
      if (found?.of === "notifications") found.repository.authorizedEmails.set(found.email, true);
      return page;
    }),

    // Not of Quay: what a mail server would have delivered to an address, the newest first.
    route("GET /_mail/{address}", ({ store, params }) => {
      const mails = store.mails.filter(({ to }) => to === params.address).reverse();
      return ok({ mails: mails.map(({ subject, links }) => ({ subject, links })) });
    }),
  ],
);
