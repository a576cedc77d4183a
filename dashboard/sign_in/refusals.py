"""Why a sign-in at a provider ends without a session; each is one sentence and what to do."""

from queries.errors import QueryError

_AGAIN = "Start again from the sign-in page."
_TELL = "Tell the registry office; nobody is signed in meanwhile."


class ProviderRefusal(QueryError):
    """A sign-in that a provider, or what it sent, did not carry through."""

    said, remedy_said = "{label} did not sign you in.", _AGAIN

    def __init__(self, label: str) -> None:
        super().__init__(self.said.format(label=label), self.remedy_said)


class ProviderSilent(ProviderRefusal):
    """The provider does not answer, or answers with an error of its own."""

    said, remedy_said = "{label} does not answer.", "Try again in a minute."


class ProviderMisdescribed(ProviderRefusal):
    """What the provider publishes about itself does not fit its settings here."""

    said = "What {label} says about itself does not fit the settings of this dashboard."
    remedy_said = _TELL


class NotOurSignIn(ProviderRefusal):
    """The way back belongs to no sign-in of this browser: unknown, used or run out."""

    said = "This sign-in was used already, has run out, or began in another browser."


class SaidNo(ProviderRefusal):
    """The provider sends somebody back without a code."""

    said = "{label} did not sign you in: it was broken off there, or is not allowed to you."


class CodeRefused(ProviderRefusal):
    """The provider does not accept the code: wrong, used, or run out."""

    said = "{label} does not accept this sign-in any more."


class ClientRefused(ProviderRefusal):
    """The provider does not know this dashboard."""

    said, remedy_said = "{label} does not accept this dashboard's own registration.", _TELL


class WrongIssuer(ProviderRefusal):
    """The proof was made by another provider."""

    said, remedy_said = "The proof of sign-in was not made by {label}.", _TELL


class WrongAudience(ProviderRefusal):
    """The proof was made for another program."""

    said, remedy_said = "The proof of sign-in from {label} was made for another program.", _TELL


class WrongNonce(ProviderRefusal):
    """The proof belongs to another sign-in."""

    said = "The proof from {label} belongs to another sign-in than this one."


class WrongTime(ProviderRefusal):
    """The proof has run out, or is not valid yet."""

    said = "The proof from {label} has run out, or the clocks of the two computers differ."
    remedy_said = "Start again; if it stays so, have the clocks checked."


class WrongAlgorithm(ProviderRefusal):
    """The proof is not signed, or in a way that is not accepted."""

    said, remedy_said = "The proof from {label} is not signed in a way accepted here.", _TELL


class UnknownKey(ProviderRefusal):
    """The proof names a key that the provider does not publish."""

    said, remedy_said = "The proof from {label} is signed with a key it does not publish.", _TELL


class WrongSignature(ProviderRefusal):
    """The proof was changed on its way, or somebody else signed it."""

    said, remedy_said = "The signature of the proof from {label} is wrong.", _TELL


class Unusable(ProviderRefusal):
    """The proof lacks something, or is no proof at all."""

    said, remedy_said = "The proof from {label} lacks what is needed to know you.", _TELL


class TooWeak(ProviderRefusal):
    """The provider does not vouch for the kind of sign-in that is asked for."""

    said = "{label} did not vouch for the stronger sign-in that is needed here."


class Stranger(ProviderRefusal):
    """Known to the provider; nobody here."""

    said = "{label} knows you, but nobody has given this account any right here."
    remedy_said = "Ask the registry office to enter you; the public pages stay open to you."


class SeveralRoles(ProviderRefusal):
    """Groups that give different roles; a person has one."""

    said = "Your groups at {label} give you several roles here, and a person has one."
    remedy_said = "Ask the registry office which one it should be."


class MayNotSignIn(ProviderRefusal):
    """A person whom the registry lets in no more."""

    said = "Your account here is closed."
    remedy_said = "Ask the registry office; the public pages stay open to you."
