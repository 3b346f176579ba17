"""Orders of three lines on Tryton's sale module: created, quoted and confirmed, each in a transaction of its own.

Runs in the peer's interpreter: tryton_side.py DATABASE_URL NUMBER. Worker 0 activates the modules and makes what a sale
needs. What follows a confirmation (shipments and invoices) is left to Tryton's queue, and is not counted.
"""

import os
import subprocess
import sys
import tempfile
import time
from decimal import Decimal
from urllib.parse import parse_qsl, unquote, urlsplit

url, number = urlsplit(sys.argv[1]), int(sys.argv[2])
query = dict(parse_qsl(url.query))
# What Tryton's address of the database can't hold, a folder of sockets, the driver reads from its environment.
os.environ |= {
    "PGHOST": query.get("host", url.hostname or ""),
    "PGUSER": unquote(url.username or ""),
    "PGPASSWORD": unquote(url.password or ""),
    "PGPORT": query.get("port", str(url.port or 5432)),
}
DATABASE = url.path.lstrip("/")
SETTINGS = "[database]\nuri = postgresql://\n[queue]\nworker = True\n"
with tempfile.NamedTemporaryFile("w", suffix=".conf", delete=False) as file:
    file.write(SETTINGS)
os.environ["TRYTOND_CONFIG"] = file.name

from proteus import Model, config  # noqa: E402
from trytond.modules.account.tests.tools import create_chart, get_accounts  # noqa: E402
from trytond.modules.company.tests.tools import create_company  # noqa: E402
from trytond.pool import Pool  # noqa: E402
from trytond.transaction import Transaction  # noqa: E402

CUSTOMER = "王记门业"


def prepare():
    """The modules, a company with its accounts, a customer, and a product with its price."""
    with tempfile.NamedTemporaryFile("w") as secret:
        secret.write("a password for benchmarks")
        secret.flush()
        subprocess.run(  # noqa: S603 its own tool
            [
                *(sys.executable, "-m", "trytond.cli.admin"),
                *("-c", file.name, "-d", DATABASE, "-u", "sale", "--activate-dependencies"),
                *("--email", "bench@example.org", "-p"),
            ],
            env={**os.environ, "TRYTONPASSFILE": secret.name},
            check=True,
        )
    config.set_trytond(DATABASE, config_file=file.name)
    create_company()
    create_chart()
    accounts = get_accounts()
    make = Model.get
    category = make("product.category")(name="Doors", accounting=True)
    category.account_revenue, category.account_expense = accounts["revenue"], accounts["expense"]
    category.save()
    (unit,) = make("product.uom").find([("symbol", "=", "u")])
    template = make("product.template")(name="D1", default_uom=unit, type="goods", salable=True)
    template.list_price, template.account_category = Decimal(680), category
    template.save()
    make("party.party")(name=CUSTOMER).save()  # last: it tells the other worker that all is there


def ids():
    """The company, the customer, the product and the unit; waits until the first worker has made them."""
    while True:
        try:
            Pool(DATABASE).init()
            with Transaction().start(DATABASE, 1, readonly=True):
                pool = Pool()
                (party,) = pool.get("party.party").search([("name", "=", CUSTOMER)])
                (product,) = pool.get("product.product").search([("template.name", "=", "D1")])
                (company,) = pool.get("company.company").search([])
                return int(company), int(party), int(product)
        except Exception:
            # Whatever a database says that is being made: it is asked again.
            time.sleep(1)


def order(company, party, product):
    """One, as Tryton's own client has it made: defaults, what follows from customer and product, the three steps."""
    about = {"company": company}
    with Transaction().start(DATABASE, 1, context=about):
        Sale, Line = Pool().get("sale.sale"), Pool().get("sale.line")
        sale = Sale(**Sale.default_get(list(Sale._fields), with_rec_name=False))
        sale.party = party
        sale.on_change_party()
        lines = []
        for quantity in (1, 2, 3):
            line = Line(**Line.default_get(list(Line._fields), with_rec_name=False))
            line.sale, line.product, line.quantity = sale, product, quantity
            line.on_change_product()
            lines.append(line)
        sale.lines = lines
        sale.save()
    for step in ("quote", "confirm"):
        with Transaction().start(DATABASE, 1, context=about):
            Sale = Pool().get("sale.sale")
            getattr(Sale, step)([Sale(sale.id)])
    return sale.id


if number == 0:
    prepare()
given = ids()
done = order(*given)
with Transaction().start(DATABASE, 1, context={"company": given[0]}, readonly=True):
    told = Pool().get("sale.sale")(done)
    if (told.state, told.total_amount) != ("confirmed", Decimal(4080)):
        raise SystemExit(f"The order is {told.state} at {told.total_amount}.")
print("ready", flush=True)
for _ in sys.stdin:
    order(*given)
    print(1, flush=True)
