import type * as pulumi from "@pulumi/pulumi";

/** The value of an output. */
export const resolved = <T>(output: pulumi.Output<T>) => new Promise<T>((resolve) => output.apply(resolve));
