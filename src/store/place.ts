/** Names a pull request in the store. The installation is the tenant. */
export interface Place {
  readonly installation: number;
  readonly owner: string;
  readonly name: string;
  readonly number: number;
}

/** `owner/name` as it is stored: GitHub does not distinguish upper and lower case. */
export function repositoryKey(place: Pick<Place, 'owner' | 'name'>): string {
  return `${place.owner}/${place.name}`.toLowerCase();
}

/** The three parameters that name a pull request, in the order of every statement: `$1`, `$2`, `$3`. */
export function placeValues(place: Place): [number, string, number] {
  return [place.installation, repositoryKey(place), place.number];
}
