/** What a person may do. Roles are a set, not a ladder: an admin who also trades holds both. */
export const ROLES = ['viewer', 'trader', 'risk', 'admin'] as const;

export type Role = (typeof ROLES)[number];
