import { logEvent } from "../audit";
import { avatar } from "../avatar";
import type { Call } from "../call";
import { deleteApplication } from "../deletion";
import { crash, invalid, notFound, refuse } from "../errors";
import type { Application } from "../model";
import { done, ok } from "../responses";
import { route } from "../routing";
import { type Of, object, optional, text } from "../schema";
import { secret } from "../secrets";
import { administered, organizationView } from "./organization";

const applicationView = ({ organization: _, ...application }: Application) => application;

const newApplication = object({
  name: text(),
  redirect_uri: optional(text()),
  application_uri: optional(text()),
  description: optional(text()),
  avatar_email: optional(text()),
});

const changes = object({
  name: text(),
  redirect_uri: text(),
  application_uri: text(),
  description: optional(text()),
  avatar_email: optional(text()),
});

/** What the log says of an application. */
export const applicationDetails = ({ name, client_id }: Application) => ({ application_name: name, client_id });

const bootstrap = "__quay_bootstrap_app";

/** Only the description has no limit, and Quay does not look before the database does. */
function checkLengths({ name, redirect_uri, application_uri, avatar_email }: Of<typeof newApplication>) {
  if ([name, redirect_uri, application_uri, avatar_email].some((one) => one && one.length > 255)) throw crash();
}

/** The application of the path, in an organization of which the caller has to be an admin. */
export const administeredApplication = (call: Call<"orgname" | "client_id">): Application =>
  administered(call).applications.get(call.params.client_id) ?? refuse(notFound());

export default [
  route("GET /v1/organization/{orgname}/applications", (call) =>
    ok({ applications: [...administered(call).applications.values()].map(applicationView) }),
  ),

  route("POST /v1/organization/{orgname}/applications", (call) => {
    const wanted = call.json(newApplication);
    const organization = administered(call);
    if (wanted.name === bootstrap) throw invalid("Application name is reserved for bootstrap token provisioning");
    const application: Application = {
      organization,
      name: wanted.name,
      description: wanted.description ?? "",
      application_uri: wanted.application_uri ?? "",
      redirect_uri: wanted.redirect_uri ?? "",
      avatar_email: wanted.avatar_email ?? null,
      client_id: secret(20),
      client_secret: secret(40),
    };
    checkLengths(wanted);
    organization.applications.set(application.client_id, application);
    logEvent(call, "create_application", organization, { ...wanted, ...applicationDetails(application) });
    return ok(applicationView(application));
  }),

  route("GET /v1/organization/{orgname}/applications/{client_id}", (call) =>
    ok(applicationView(administeredApplication(call))),
  ),

  // Replaces everything: what is left out is emptied.
  route("PUT /v1/organization/{orgname}/applications/{client_id}", (call) => {
    const wanted = call.json(changes);
    const { name, redirect_uri, application_uri, description = "", avatar_email = null } = wanted;
    const application = administeredApplication(call);
    checkLengths(wanted);
    Object.assign(application, { name, redirect_uri, application_uri, description, avatar_email });
    logEvent(call, "update_application", application.organization, { ...wanted, ...applicationDetails(application) });
    return ok(applicationView(application));
  }),

  route("DELETE /v1/organization/{orgname}/applications/{client_id}", (call) => {
    const application = administeredApplication(call);
    deleteApplication(call.store, application);
    logEvent(call, "delete_application", application.organization, applicationDetails(application));
    return done;
  }),

  route("POST /v1/organization/{orgname}/applications/{client_id}/resetclientsecret", (call) => {
    const application = administeredApplication(call);
    application.client_secret = secret(40);
    logEvent(call, "reset_application_client_secret", application.organization, applicationDetails(application));
    return ok(applicationView(application));
  }),

  route("GET /v1/app/{client_id}", (call) => {
    const all = call.store.organizations().flatMap(({ applications }) => [...applications.values()]);
    const application = all.find(({ client_id }) => client_id === call.params.client_id) ?? refuse(notFound());
    const { name, description, application_uri, avatar_email, organization } = application;
    return ok({
      name,
      description,
      uri: application_uri,
      avatar: avatar("app", name, avatar_email ?? name),
      organization: { ...organizationView(call, organization), teams: {}, ordered_teams: [] },
    });
  }),
];
