"""`pk__among=[…]`: being one of many keys, told to PostgreSQL as one array, and to SQLite as a list.

Django's `in` makes a parameter of each key: with some thousands of them, making and reading the statement takes
longer than answering it.
"""

from django.db.models import Lookup


class Among(Lookup):
    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler, connection):
        left, parameters = self.process_lhs(compiler, connection)
        keys = [int(key) for key in self.rhs]
        # Written out, not bound: they are whole numbers, and a database bounds how many it binds.
        return f"{left} IN ({', '.join(map(str, keys))})" if keys else "1 = 0", parameters if keys else ()

    def as_postgresql(self, compiler, connection):
        left, parameters = self.process_lhs(compiler, connection)
        return f"{left} = ANY(%s)", [*parameters, [int(key) for key in self.rhs]]
