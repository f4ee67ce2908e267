"""The flows of what is asked for against a record, and of what puts it right."""

from integrity.credit.corrections import service as corrections
from integrity.credit.corrections.models import RecordCorrection
from integrity.credit.objections import appeals
from integrity.credit.objections import service as objections
from integrity.credit.objections.models import Appeal, Objection
from integrity.credit.petitions import service as petitions
from integrity.credit.petitions.models import Petition
from integrity.credit.proceedings import service as proceedings
from integrity.credit.proceedings.models import Proceeding
from integrity.credit.repairs import briefings
from integrity.credit.repairs import service as repairs
from integrity.credit.repairs.briefing_models import RulesBriefing
from integrity.credit.repairs.models import Repair
from integrity.credit.shieldings import service as shieldings
from integrity.credit.shieldings.models import Shielding

FLOWS = {
    Appeal: appeals.FLOW,
    Objection: objections.FLOW,
    Petition: petitions.FLOW,
    RecordCorrection: corrections.FLOW,
    Proceeding: proceedings.FLOW,
    Repair: repairs.FLOW,
    RulesBriefing: briefings.FLOW,
    Shielding: shieldings.FLOW,
}
