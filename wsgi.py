"""The table of contents: names the streams, makes the app."""

import gc
import os
import sys

gc.disable()  # what is imported stays: to look for garbage among it takes a fifth of the start

from arrears.stream import STREAM as ARREARS
from commitments.stream import STREAM as COMMITMENTS
from evaluations.stream import STREAM as EVALUATIONS
from integrity.app import create_app
from integrity.base.config import make_secret
from integrity.streams.complaints.stream import STREAM as COMPLAINTS
from integrity.streams.contracts.stream import STREAM as CONTRACTS
from integrity.streams.courts.stream import STREAM as COURTS
from integrity.streams.decisions.stream import STREAM as DECISIONS
from integrity.streams.grievances.stream import STREAM as GRIEVANCES
from integrity.streams.lawsuits.stream import STREAM as LAWSUITS
from integrity.streams.losses.stream import STREAM as LOSSES
from integrity.streams.plans.stream import STREAM as PLANS
from integrity.streams.pledges.stream import STREAM as PLEDGES
from integrity.streams.rectifications.stream import STREAM as RECTIFICATIONS
from integrity.streams.remnants.stream import STREAM as REMNANTS
from integrity.streams.targets.stream import STREAM as TARGETS
from integrity.streams.tips.stream import STREAM as TIPS
from jobs.commands import jobs
from jobs.demo import demo
from jobs.runner import JOBS

STREAMS = (
    COMMITMENTS, CONTRACTS, COURTS, ARREARS, EVALUATIONS, COMPLAINTS, GRIEVANCES, LOSSES,
    RECTIFICATIONS, PLEDGES, TARGETS, LAWSUITS, TIPS, DECISIONS, REMNANTS, PLANS,
)  # fmt: skip

os.umask(0o077)  # whatever is written here is for nobody else on this machine
if sys.argv[1:2] == ["setup"]:  # before there is an app, which needs one
    make_secret()
app = create_app(STREAMS, commands=(jobs, demo), jobs=JOBS)
gc.freeze()  # nor is it looked through later
gc.enable()
