/** The columns of tasklist, which are the same in all languages of Windows, by their English names in lower case. */
export const tasklistNames: readonly string[] = ['image name', 'pid', 'session name', 'session#', 'mem usage'];
