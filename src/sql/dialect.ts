export const dialects = ['postgres', 'mysql', 'mariadb', 'sqlite', 'mssql'] as const;

export type Dialect = (typeof dialects)[number];
