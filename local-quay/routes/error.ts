import { notFound } from "../errors";
import { ok } from "../responses";
import { route } from "../routing";

const descriptions = new Map(
  Object.entries({
    invalid_token: "The access token provided was invalid.",
    expired_token: "The access token provided has expired.",
    insufficient_scope: "The access token did not have sufficient scope to access the requested resource.",
    fresh_login_required: "The action requires a fresh login to succeed.",
    exceeds_license: "The action was refused because the current license does not allow it.",
    not_found: "The resource was not found.",
    downstream_issue: "An error occurred in a downstream service.",
    invalid_request: "The request was invalid. It may have contained invalid values or was improperly formatted.",
    invalid_response: "The response was invalid.",
    external_service_timeout: "An external service timed out. Retrying the request may resolve the issue.",
    tag_immutable: "The tag is immutable and cannot be modified or deleted.",
    token_rotation_failed: "The token could not be rotated.",
  }),
);

export default [
  route("GET /v1/error/{error_type}", ({ params, request }) => {
    const description = descriptions.get(params.error_type);
    if (description === undefined) throw notFound();
    return ok({ type: request.origin + request.path, title: params.error_type, description });
  }),
];
