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

/** The tree of what hangs under one row, without the row itself. */
export function below(rows: readonly Row[], code: string | null | undefined): Node[] {
  const find = (nodes: readonly Node[]): Node | undefined => {
    for (const node of nodes) {
      const found = node.value === code ? node : find(node.children ?? []);
      if (found) return found;
    }
    return undefined;
  };
  return find(tree(rows))?.children ?? [];
}
