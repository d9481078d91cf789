"""What an administrator keeps in Wagtail's admin: who may, what a bad value gets, and that a change really counts."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from documents.models import RegulationType
from portal.configuration import actions
from portal.configuration.tables import ConfigurationGroup
from portal.core.models import AuditEvent, Cluster, Directorate, RoleGroup, Unit
from portal.core.permissions import RefusedError
from portal.core.roles import ROLES
from tests.documents.browsing import form_data, logged_in, messages_of
from tests.factories import make_unit, make_user
from tests.proposals import FORWARD, make_cast, proposal_at
from workflows.enums import Scheme, Stage, Step
from workflows.models import PaperKind, PaperRequirement, Policy, StepDeadline

TABLES = [item.name for item in ConfigurationGroup.items]


@pytest.fixture
def client(db: None) -> Client:
    return logged_in(make_user("admin_portal"))


def address(table: str, view: str = "index", *pk: int) -> str:
    return reverse(f"konfigurasi_{table}:{view}", args=pk)


def send(client: Client, url: str, **values: Any) -> str:
    """What the administrator reads after sending the form with these values changed."""
    return messages_of(client.post(url, form_data(client.get(url)) | values, follow=True))


def change_policy(client: Client, **values: Any) -> str:
    return send(client, address("kebijakan-alur", "edit", Policy.objects.get().pk), **values)


@pytest.mark.parametrize("table", TABLES)
def test_the_administrator_opens_every_table(client: Client, table: str) -> None:
    response = client.get(address(table))

    assert response.status_code == 200
    assert "tercatat di jejak audit" in messages_of(response)


@pytest.mark.parametrize("role", [code for code in ROLES if code != "admin_portal"])
def test_no_other_role_opens_or_changes_a_table(db: None, role: str) -> None:
    directorate = Directorate.objects.first() or Directorate.objects.create(code="uji", name="Uji", short_name="Uji")
    unit = make_unit()
    actions.sync_place(directorate)
    visitor = logged_in(make_user(role, unit=unit, directorate=directorate))
    before = Policy.objects.values().get()

    answers = {visitor.get(address(table)).status_code for table in TABLES}
    visitor.post(address("kebijakan-alur", "edit", before["id"]), {**before, "director_general_from": "1"})

    assert answers <= {302, 403}
    assert Policy.objects.values().get() == before


def test_the_figures_are_said_to_be_configuration_and_no_published_rule(client: Client) -> None:
    for table in ("kebijakan-alur", "tenggat-langkah", "jenis-berkas", "syarat-berkas"):
        assert "bukan ketentuan yang dipublikasikan" in messages_of(client.get(address(table)))
        first = {"kebijakan-alur": Policy, "tenggat-langkah": StepDeadline, "jenis-berkas": PaperKind}.get(
            table, PaperRequirement
        )
        form = client.get(address(table, "edit", first.objects.earliest("pk").pk))
        assert "bukan ketentuan yang dipublikasikan" in messages_of(form)


def test_a_changed_threshold_decides_where_the_next_proposal_goes(client: Client) -> None:
    # Both proposals ask for Rp200,000: far below the first threshold, above the second.
    assert _stage_after_the_director() == Stage.DECISION_SET

    change_policy(client, director_general_from="150.000")

    assert "Rp150.000" in messages_of(client.get(address("kebijakan-alur")))
    assert _stage_after_the_director() == Stage.DIRECTOR_GENERAL


def _stage_after_the_director() -> str:
    cast = make_cast()
    proposal = proposal_at(Stage.DIRECTOR, cast, price=100_000)
    FORWARD[Stage.DIRECTOR](proposal, cast)
    proposal.refresh_from_db()
    return str(proposal.stage)


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("director_general_from", "65,000.5", "65"),
        ("director_general_from", "seratus juta", "angka"),
        ("director_general_from", "9" * 30, "terlalu besar"),
        ("price_comparisons", "-1", "angka"),
        ("price_comparisons", "11", "10"),
        ("letter_number_template", "SK/{year}", "memuat {number} dan {year}"),
        ("letter_number_template", "{number}/SK", "memuat {number} dan {year}"),
        ("letter_number_template", "{number}/{year}/{nama}", "kurung kurawal lain tidak dikenal"),
        ("letter_number_template", "{number.real}/{year!x}", "kurung kurawal lain tidak dikenal"),
        ("letter_number_template", "{number:>200}/{year}", "kurung kurawal lain tidak dikenal"),
        ("letter_number_template", "{number:c}/{year}", "kurung kurawal lain tidak dikenal"),
        ("letter_number_template", "{number:>300000000}/{year}", "kurung kurawal lain tidak dikenal"),
        ("letter_number_template", "{number:{year}}/{year}", "kurung kurawal lain tidak dikenal"),
        ("letter_number_template", "{number!r}/{year}", "kurung kurawal lain tidak dikenal"),
        ("letter_number_template", "{}/{number}/{year}", "kurung kurawal lain tidak dikenal"),
        ("letter_number_template", "{number}/{year}/{", "kurung kurawal lain tidak dikenal"),
    ],
)
def test_a_bad_value_gets_a_sentence_and_changes_nothing(client: Client, field: str, typed: str, sentence: str) -> None:
    before = Policy.objects.values().get()

    answer = change_policy(client, **{field: typed})

    assert sentence in answer
    assert Policy.objects.values().get() == before
    assert not AuditEvent.objects.filter(verb="configuration_changed").exists()


def test_a_pattern_of_letter_numbers_is_kept_without_hidden_characters(client: Client) -> None:
    change_policy(client, letter_number_template="{number}/SK\u202e/{year}")

    assert Policy.objects.get().letter_number_template == "{number}/SK/{year}"


def test_an_older_form_puts_no_old_value_back(client: Client) -> None:
    """Two administrators, or two tabs: the second learns what is stored now, keeps what was typed, and may then save it."""
    url = address("kebijakan-alur", "edit", Policy.objects.get().pk)
    older = form_data(client.get(url)) | {"price_comparisons": "2"}
    change_policy(client, director_general_from="75.000.000")

    refused = client.post(url, older)

    assert refused.status_code == 409
    assert "sudah diubah orang lain" in messages_of(refused)
    assert "75000000" in messages_of(refused)
    assert (Policy.objects.get().director_general_from, Policy.objects.get().price_comparisons) == (75_000_000, 3)
    again = form_data(refused)
    assert again["price_comparisons"] == "2"
    client.post(url, again | {"director_general_from": "75.000.000"})
    assert (Policy.objects.get().director_general_from, Policy.objects.get().price_comparisons) == (75_000_000, 2)


def test_an_older_form_of_a_unit_puts_no_former_name_back(client: Client) -> None:
    unit = make_unit()
    older = form_data(client.get(address("unit", "edit", unit.pk)))
    send(client, address("unit", "edit", unit.pk), former_names="Balai Lama")

    assert client.post(address("unit", "edit", unit.pk), older | {"note": "x"}).status_code == 409
    assert unit.former_names.get().name == "Balai Lama"


def test_a_change_stands_in_the_audit_chain_with_both_values(client: Client) -> None:
    change_policy(client, director_general_from="50.000.000")

    event = AuditEvent.objects.get(verb="configuration_changed")
    assert event.data == {"changes": {"director_general_from": [100_000_000, 50_000_000]}}
    assert event.actor_name


def test_a_form_sent_unchanged_writes_nothing(client: Client) -> None:
    change_policy(client)

    assert not AuditEvent.objects.filter(verb__startswith="configuration_").exists()


def test_the_action_itself_refuses_whoever_holds_no_right(db: None) -> None:
    policy = Policy.objects.get()
    policy.director_general_from = 1

    with pytest.raises(RefusedError, match="administrator portal"):
        actions.keep(by=make_user("penerbit"), obj=policy)

    assert Policy.objects.get().director_general_from == 100_000_000


def test_a_deadline_can_be_changed_and_taken_away(client: Client) -> None:
    deadline = StepDeadline.objects.get(step=Step.VERIFICATION)

    send(client, address("tenggat-langkah", "edit", deadline.pk), working_days="7")
    assert StepDeadline.objects.get(step=Step.VERIFICATION).working_days == 7
    client.post(address("tenggat-langkah", "delete", deadline.pk))

    assert not StepDeadline.objects.filter(step=Step.VERIFICATION).exists()
    assert AuditEvent.objects.get(verb="configuration_removed").data["changes"]["working_days"] == [7, None]


def test_a_second_deadline_for_one_step_is_refused_with_a_sentence(client: Client) -> None:
    url = address("tenggat-langkah", "add")

    answer = messages_of(
        client.post(url, form_data(client.get(url)) | {"step": Step.VERIFICATION, "working_days": "5"})
    )

    assert "telah ada" in answer
    assert StepDeadline.objects.filter(step=Step.VERIFICATION).count() == 1


def test_a_kind_of_paper_in_use_stays_and_the_administrator_learns_why(client: Client) -> None:
    kind = PaperKind.objects.get(code="proposal")

    answer = messages_of(client.post(address("jenis-berkas", "delete", kind.pk), follow=True))

    assert "masih dipakai" in answer
    assert PaperKind.objects.filter(pk=kind.pk).exists()
    assert not AuditEvent.objects.filter(verb="configuration_removed").exists()


def test_a_new_kind_of_paper_gets_a_code_and_can_be_required_and_removed(client: Client) -> None:
    for _ in range(2):
        url = address("jenis-berkas", "add")
        client.post(url, form_data(client.get(url)) | {"name": "Izin lingkungan", "order": "30"})
    first, second = PaperKind.objects.filter(name="Izin lingkungan").order_by("pk")
    assert (first.code, second.code) == ("izin-lingkungan", "izin-lingkungan-2")

    url = address("syarat-berkas", "add")
    client.post(url, form_data(client.get(url)) | {"scheme": Scheme.SOCIAL_AID, "kind": first.pk, "is_required": "on"})
    assert PaperRequirement.objects.get(kind=first).is_required
    client.post(address("jenis-berkas", "delete", second.pk))

    assert not PaperKind.objects.filter(pk=second.pk).exists()


@pytest.mark.parametrize("table", ["unit", "direktorat", "klaster", "jenis-peraturan", "kebijakan-alur"])
def test_what_records_refer_to_cannot_be_deleted_even_by_address(client: Client, unit: Unit, table: str) -> None:
    model = {"unit": Unit, "direktorat": Directorate, "klaster": Cluster, "jenis-peraturan": RegulationType}.get(
        table, Policy
    )
    row = model.objects.earliest("pk")

    client.post(address(table, "delete", row.pk))

    assert model.objects.filter(pk=row.pk).exists()


@pytest.fixture
def unit(db: None) -> Unit:
    directorate = Directorate.objects.create(code="uji", name="Direktorat uji", short_name="Uji")
    Cluster.objects.create(code="uji", name="Klaster uji", directorate=directorate)
    return make_unit("Balai Lama")


def test_a_renamed_unit_keeps_its_old_name_and_its_groups_bear_the_new_one(client: Client, unit: Unit) -> None:
    send(
        client, address("unit", "edit", unit.pk), name="Sentra Baru", former_names="Balai Lama | 31/12/2021\nLoka Lama"
    )

    unit.refresh_from_db()
    assert unit.name == "Sentra Baru"
    assert {(n.name, str(n.until)) for n in unit.former_names.all()} == {
        ("Balai Lama", "2021-12-31"),
        ("Loka Lama", "None"),
    }
    assert {held.group.name for held in RoleGroup.objects.filter(unit=unit)} == {
        "Operator balai · Sentra Baru",
        "Kepala balai · Sentra Baru",
    }
    assert "Balai Lama | 31/12/2021" in messages_of(client.get(address("unit", "edit", unit.pk)))


def test_a_new_unit_can_be_given_people_at_once(client: Client) -> None:
    url = address("unit", "add")

    client.post(url, form_data(client.get(url)) | {"name": "Sentra Tambahan"})

    added = Unit.objects.get(name="Sentra Tambahan")
    assert added.code == "sentra-tambahan"
    assert make_user("kepala_balai", unit=added).groups.exists()


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"valid_from": "2022-01-01", "valid_until": "2021-01-01"}, "berakhir setelah mulai berlaku"),
        ({"former_names": "Balai Lama | kapan-kapan"}, "Tanggal pada baris «Balai Lama | kapan-kapan» tidak dikenal"),
        ({"name": ""}, "Kolom ini harus diisi"),
    ],
)
def test_an_impossible_unit_gets_a_sentence(client: Client, unit: Unit, values: dict[str, str], sentence: str) -> None:
    assert sentence in send(client, address("unit", "edit", unit.pk), **values)
    unit.refresh_from_db()
    assert unit.name == "Balai Lama"


def test_two_units_cannot_be_each_others_successor(client: Client, unit: Unit) -> None:
    other = make_unit()
    other.successor = unit
    other.save()

    answer = send(client, address("unit", "edit", unit.pk), successor=str(other.pk))

    assert "penerus dari penerusnya sendiri" in answer
    unit.refresh_from_db()
    assert unit.successor is None


def test_a_merged_unit_may_not_propose_any_more(client: Client, unit: Unit) -> None:
    send(client, address("unit", "edit", unit.pk), successor=str(make_unit().pk))

    assert unit not in Unit.objects.current()


def test_a_new_directorate_gets_its_groups(client: Client, unit: Unit) -> None:
    url = address("direktorat", "add")

    client.post(url, form_data(client.get(url)) | {"name": "Direktorat Baru", "short_name": "Baru"})

    assert RoleGroup.objects.filter(directorate__short_name="Baru").count() == 2


def test_the_start_page_leads_the_administrator_to_every_table_and_nobody_else(client: Client) -> None:
    start = client.get("/admin/").content.decode()
    of_others = logged_in(make_user("penerbit")).get("/admin/").content.decode()

    assert all(address(table) in start for table in TABLES)
    assert not [table for table in TABLES if address(table) in of_others]


TURNED = "Kota\u202e \u2066uji\u200b"


@pytest.mark.parametrize(
    ("table", "columns"),
    [
        ("unit", ("name", "kind", "city", "province", "observed_on", "source", "note")),
        ("direktorat", ("name", "short_name")),
        ("klaster", ("name",)),
        ("jenis-berkas", ("name",)),
        ("jenis-peraturan", ("name", "abbreviation", "form", "form_abbreviation")),
    ],
)
def test_what_is_typed_into_a_table_loses_direction_characters(
    client: Client, unit: Unit, table: str, columns: tuple[str, ...]
) -> None:
    needed = {"order": "30", "directorate": Directorate.objects.get(code="uji").pk}
    url = address(table, "add")

    client.post(url, form_data(client.get(url)) | needed | dict.fromkeys(columns, TURNED))

    model = next(item.model for item in ConfigurationGroup.items if item.name == table)
    row = model.objects.latest("pk")
    assert {getattr(row, column) for column in columns} == {"Kota uji"}
