"""Charts: what is told to the script that draws them, and what a page shows where it was not built."""

import json
from decimal import Decimal

import django
import pytest
from django.template.loader import render_to_string

from gendan.web.charts import Chart, Series


@pytest.fixture(scope="module", autouse=True)
def _django():
    django.setup()


def chart(**more) -> Chart:
    return Chart(
        name="states",
        kind="bar",
        title="按状态</script>",
        summary="最多的是待审核。",
        categories=["待审核", "已完成"],
        series=[Series(name="单数", values=[3, None], links=["/lists/a/", "/lists/b/"])],
        **more,
    )


def test_figures_are_told_as_they_are():
    assert chart(unit="单", target=Decimal("2.5"), target_name="目标").figures() == {
        "kind": "bar",
        "title": "按状态</script>",
        "categories": ["待审核", "已完成"],
        "series": [{"name": "单数", "axis": 0, "values": [3.0, None], "links": ["/lists/a/", "/lists/b/"]}],
        "unit": "单",
        "lying": False,
        "target": 2.5,
        "target_name": "目标",
    }


def test_a_page_with_a_chart_holds_its_figures_as_data_and_says_it_aloud():
    page = render_to_string("web/parts/chart.html", {"chart": chart(built=True)})
    assert page.count("</script>") == 2
    data = page.partition('type="application/json">')[2].partition("</script>")[0]
    assert json.loads(data) == chart().figures()
    assert 'id="figures-states"' in page
    assert 'data-chart="#figures-states"' in page
    assert 'aria-label="按状态&lt;/script&gt; 最多的是待审核。"' in page


def test_where_the_library_was_not_built_the_page_says_so_and_fetches_nothing():
    page = render_to_string("web/parts/chart.html", {"chart": chart(built=False)})
    assert "make setup" in page
    assert "<script" not in page
