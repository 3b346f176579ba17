"""Signing in by a provider (OIDC, DingTalk, Feishu, WeCom), and linking an account of one's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from gendan.people import actions, entering, sessions
from gendan.people.errors import ActRefused, SignInRefused
from gendan.people.models import LinkedAccount
from gendan.people.providers import ProviderFailed, configured
from gendan.people.wording import act_refused, sign_in_refused
from gendan.web.trying import tried_by_of
from gendan.web.views.common import language, now, own_address, person_of
from gendan.web.views.sign_in_methods import shown


@dataclass(frozen=True, slots=True)
class WayIn:
    """A provider, as a button of the sign-in page."""

    name: str
    title: str


def ways() -> Sequence[WayIn]:
    """The providers that the site has set up."""
    return [WayIn(name, provider.title.in_language(language())) for name, provider in configured().items()]


@never_cache
@require_GET
def set_out(request: HttpRequest, provider: str) -> HttpResponse:
    """Lead the browser to the provider; with `link`, for who is signed in, to link an account."""
    linking = person_of(request) if "link" in request.GET and request.user.is_authenticated else 0
    if tried_by_of(request) is not None or (request.user.is_authenticated and not linking):
        return redirect("web:bench")
    back, following = _back(request, provider), request.GET.get("next", "")
    try:
        return HttpResponseRedirect(
            entering.set_out(request, provider, back, at=now(request), following=following, linking=linking)
        )
    except ActRefused as act:
        raise Http404 from act
    except ProviderFailed:
        return _failed(request, provider)


@never_cache
@require_GET
def come_back(request: HttpRequest, provider: str) -> HttpResponse:
    """Where the browser comes back from the provider: signed in, asked for a code, or asked whether to link."""
    if tried_by_of(request) is not None:
        raise Http404
    at = now(request)
    try:
        identity, linking, following = entering.come_back(
            request, provider, request.GET.dict(), _back(request, provider), at=at
        )
        if linking:
            if not request.user.is_authenticated or person_of(request) != linking:
                return _failed(request, provider)
            entering.keep_found(request, linking, provider, identity, at=at)
            return redirect("web:account_link")
        if not entering.enter_by_account(request, provider, identity, at=at):
            asked = f"?{urlencode({'next': following})}" if following else ""
            return redirect(reverse("web:sign_in_code") + asked)
    except ActRefused as act:
        raise Http404 from act
    except ProviderFailed:
        return _failed(request, provider)
    except SignInRefused as refused:
        context = {"refused": sign_in_refused(refused, language()), "account": identity.subject, "providers": ways()}
        return render(request, "web/signin/page.html", context, status=403)
    return HttpResponseRedirect(own_address(request, following) or reverse("web:bench"))


@never_cache
@login_required
@sensitive_post_parameters("password")
def link(request: HttpRequest) -> HttpResponse:
    """Confirm, with the password, that the account from which one has just come is to be linked."""
    person, at = person_of(request), now(request)
    found = entering.found_account(request, person, at=at)
    if found is None:
        return redirect("web:sign_in_methods")
    name, identity = found
    refused = ""
    if request.method == "POST":
        try:
            actions.link_own_account(
                person,
                name,
                identity.subject,
                identity.label,
                request.POST.get("password", ""),
                actor=person,
                at=at,
                address=sessions.address_of(request),
            )
        except ActRefused as act:
            refused = act_refused(act, language())
        else:
            entering.forget_found(request)
            messages.success(request, _("已绑定，以后可以用它登录。"))
            return redirect("web:sign_in_methods")
    title = configured()[name].title.in_language(language()) if name in configured() else name
    context = {
        "here": "sign_in_methods",
        "title": title,
        "account": identity.label or identity.subject,
        "asks_password": getattr(request.user, "has_usable_password", bool)(),
        "refused": refused,
    }
    return render(request, "web/signin/link.html", context, status=422 if refused else 200)


@never_cache
@login_required
@require_POST
@sensitive_post_parameters("password")
def unlink(request: HttpRequest, account: int) -> HttpResponse:
    """Unlink an account: one's own with the password, or as administrator somebody's."""
    whose = LinkedAccount.objects.filter(pk=account).values_list("person_id", flat=True).first()
    try:
        actions.unlink_account(
            account,
            actor=person_of(request),
            at=now(request),
            password=request.POST.get("password", ""),
            address=sessions.address_of(request),
        )
    except ActRefused as act:
        if act.code in ("access", "missing"):
            raise Http404 from act
        return shown(request, refused=act_refused(act, language()), status=422)
    messages.success(request, _("已解绑。"))
    return redirect("web:sign_in_methods") if whose == person_of(request) else redirect("web:person", whose)


def _back(request: HttpRequest, provider: str) -> str:
    """Where the provider sends the browser: the same address both times, as it must be."""
    return request.build_absolute_uri(reverse("web:provider_back", args=[provider]))


def _failed(request: HttpRequest, provider: str) -> HttpResponse:
    title = configured()[provider].title.in_language(language())
    says = _("%(provider)s登录没有成功，请再试一次，或用密码登录。") % {"provider": title}
    if request.user.is_authenticated:
        return shown(request, refused=says, status=422)
    return render(request, "web/signin/page.html", {"refused": says, "providers": ways()}, status=422)
