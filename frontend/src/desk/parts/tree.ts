/** Rows that name their parent, as the tree that a picker shows. A row whose parent is not there stands at the top. */
export interface Row {
  code: string;
  name: string;
  parent?: string | null;
}

export interface Node {
  value: string;
  label: string;
  children?: Node[];
}

export function tree(rows: readonly Row[]): Node[] {
  const nodes = new Map<string, Node>(rows.map((row) => [row.code, { value: row.code, label: row.name }]));
  const top: Node[] = [];
  for (const row of rows) {
    const node = nodes.get(row.code)!;
    const parent = row.parent ? nodes.get(row.parent) : undefined;
    if (parent && parent !== node) (parent.children ??= []).push(node);
    else top.push(node);
  }
  return top;
}

/** The tree of the other units of one unit's district: those of its area, whatever they hang under, and those below. */
export function ofDistrict(rows: readonly (Row & { district: string })[], code: string | null | undefined): Node[] {
  const own = rows.find((row) => row.code === code);
  if (!own) return [];
  const parents = new Map(rows.map((row) => [row.code, row.parent]));
  const isBelow = (row: Row): boolean => {
    let parent = row.parent;
    while (parent && parent !== code) parent = parents.get(parent);
    return parent === code;
  };
  const mine = rows.filter((row) => row !== own && ((own.district && row.district === own.district) || isBelow(row)));
  return tree(mine);
}
