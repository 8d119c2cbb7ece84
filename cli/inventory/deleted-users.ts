const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Whether it is the name that Quay gives to a deleted user, whose grants stay. */
export const isDeletedUser = (name: string): boolean => UUID.test(name);
