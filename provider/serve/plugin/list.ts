import type { ServerWritableStream } from "@grpc/grpc-js";
import { type ListRequest, ListResponse } from "@pulumi/pulumi/proto/provider_pb";
import type { Session } from "./session";
import { open } from "./values";

/** Lists the resources of a kind in the organization or repository that the query names. */
export async function list(
  request: ListRequest,
  session: Session,
  stream: Pick<ServerWritableStream<ListRequest, ListResponse>, "write">,
): Promise<void> {
  const { handlers } = session.kind(request.getToken().split(":").at(-1) ?? "");
  const { values: query } = open(request.getQuery());
  const all = await handlers.list(query);
  const limit = request.getLimit() || all.length;
  for (const { id, name } of all.slice(0, limit))
    stream.write(new ListResponse().setResult(new ListResponse.Result().setId(id).setName(name)));
}
