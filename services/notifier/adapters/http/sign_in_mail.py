"""`POST /internal/sign-in-mail`: intake hands over a one-time link. Never published by a reverse proxy."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from services.notifier.application.send_sign_in import SendSignIn
from services.notifier.domain.notice import Language
from services.notifier.domain.sign_in import SignInMail
from shared.contracts.envelope import Id
from shared.http.body import read_model
from shared.http.documented import problems, takes
from shared.http.principal import Principal
from shared.http.problems import ProblemError


class SendSignInMail(BaseModel):
    """A link and its code for one person; an unknown field is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    id: Id
    address: Annotated[str, Field(min_length=3, max_length=254)]
    name: Annotated[str, Field(min_length=1, max_length=200)]
    language: Language
    url: Annotated[str, Field(pattern=r"^https?://\S+$", max_length=1000)]
    code: Annotated[str, Field(pattern=r"^[0-9]{6}$")]
    expires: AwareDatetime


async def service(request: Request) -> Principal:
    """Return the caller if it is a service; raises `ProblemError` 401 or 403."""
    principal: Principal = await request.app.state.notifier.bearer(request)
    if principal.role != "service":
        raise ProblemError(403)
    return principal


router = APIRouter(prefix="/internal", tags=["internal"], dependencies=[Depends(service)], responses=problems(403))


@router.post("/sign-in-mail", status_code=202, response_class=Response, openapi_extra=takes(SendSignInMail, key=False))
async def send_sign_in_mail(request: Request) -> Response:
    """Send it soon and keep it nowhere; 503 while too many are waiting for the relay."""
    asked = await read_model(request, SendSignInMail)
    sending: SendSignIn = request.app.state.notifier.sign_in
    sending.take(SignInMail(**dict(asked)))
    return Response(status_code=202, headers={"Cache-Control": "no-store"})
