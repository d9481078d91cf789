"""Addresses of accounts. allauth's views keep their names, because allauth reverses them, and get Indonesian paths."""

from allauth.account import views as allauth_views
from django.urls import URLPattern, include, path, re_path

from portal.accounts.views import appointments, closed, holidays, kept, own, people, person
from portal.core import addresses  # noqa: F401 - registers <key:…>

login_urls: list[URLPattern] = [
    path("masuk/", allauth_views.login, name="account_login"),
    path("keluar/", allauth_views.logout, name="account_logout"),
    path("daftar/", closed.signup, name="account_signup"),
    path("nonaktif/", allauth_views.account_inactive, name="account_inactive"),
    path("periksa-sandi/", allauth_views.reauthenticate, name="account_reauthenticate"),
    path("surel/", allauth_views.email, name="account_email"),
    path("surel/terkirim/", allauth_views.email_verification_sent, name="account_email_verification_sent"),
    re_path(r"^surel/konfirmasi/(?P<key>[-:\w]+)/$", allauth_views.confirm_email, name="account_confirm_email"),
    path("sandi/ubah/", allauth_views.password_change, name="account_change_password"),
    path("sandi/buat/", allauth_views.password_set, name="account_set_password"),
    path("lupa-sandi/", allauth_views.password_reset, name="account_reset_password"),
    path("lupa-sandi/terkirim/", allauth_views.password_reset_done, name="account_reset_password_done"),
    path(
        "lupa-sandi/selesai/", allauth_views.password_reset_from_key_done, name="account_reset_password_from_key_done"
    ),
    re_path(
        r"^lupa-sandi/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        allauth_views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
]

own_urls: list[URLPattern] = [
    path("akun/", own.account, name="account"),
    path("akun/mulai/", own.start, name="start"),
    path("akun/undangan/<str:token>/", own.invitation, name="invitation"),
    path("akun/isian/<uuid:pk>/", kept.kept_form, name="kept_form"),
    path("akun/isian/<uuid:pk>/berkas/<key:file>/", kept.kept_file, name="kept_file"),
    path("petugas/", people.index, name="people"),
    path("petugas/undang/", people.invite, name="invite"),
    path("petugas/pengganti/", appointments.index, name="appointments"),
    path("petugas/pengganti/baru/", appointments.new, name="appointment_new"),
    path("petugas/pengganti/<key:pk>/akhiri/", appointments.end, name="appointment_end"),
    path("petugas/<key:pk>/", person.detail, name="person"),
    path("petugas/<key:pk>/ubah/", person.change, name="person_change"),
    path("petugas/<key:pk>/peran/", person.give_role, name="give_role"),
    path("petugas/<key:pk>/peran/<key:held>/cabut/", person.take_role, name="take_role"),
    path("petugas/<key:pk>/undang-lagi/", person.resend_invitation, name="resend_invitation"),
    path("petugas/<key:pk>/nonaktifkan/", person.deactivate, name="deactivate"),
    path("petugas/<key:pk>/aktifkan/", person.reactivate, name="reactivate"),
    path("kelola/hari-libur/", holidays.index, name="holidays"),
    path("kelola/hari-libur/impor/", holidays.import_file, name="holidays_import"),
    path("kelola/hari-libur/<key:pk>/hapus/", holidays.remove, name="holiday_remove"),
]

# One login for the site and for Wagtail's admin: Wagtail's own doors lead here (wagtail's patterns come after these).
shadow_urls: list[URLPattern] = [
    path("admin/login/", closed.wagtail_login, name="shadow_admin_login"),
    path("_util/login/", closed.wagtail_login, name="shadow_frontend_login"),
    re_path(r"^admin/password_reset/(?P<rest>.*)$", closed.wagtail_password_reset, name="shadow_password_reset"),
    path("admin/failwhale/", closed.nothing, name="shadow_error_test"),
    path("admin/test404/", closed.nothing, name="shadow_test404"),
    re_path(r"^admin/users/(?P<rest>.*)$", closed.nothing, name="shadow_users"),
    re_path(r"^admin/groups/(?P<rest>.*)$", closed.nothing, name="shadow_groups"),
    re_path(r"^admin/bulk/core/user/(?P<rest>.*)$", closed.nothing, name="shadow_users_bulk"),
]

urlpatterns = [
    *shadow_urls,
    path("akun/", include(login_urls)),
    path("", include((own_urls, "accounts"), namespace="accounts")),
]
