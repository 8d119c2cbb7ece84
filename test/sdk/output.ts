import type * as pulumi from "@pulumi/pulumi";

/** What an output comes to. */
export const resolved = <T>(output: pulumi.Output<T>) => new Promise<T>((resolve) => output.apply(resolve));
