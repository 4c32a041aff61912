"""Words that reports and questions use for the same thing, in classes named after the thing.

A line is a class: its name, then words (any inflected form matches, by stem) and phrases (words
joined by "_", matched within a short window in this order). Classes overlap on purpose: "lead" may
mean to chair, to teach or to head. They are about the language of meetings, not about any report.
"""

from __future__ import annotations

ROLES = """
chair: chair chairs chairman chairwoman chairperson chairmanship co-chair cochair preside presidency presiding conducted_meeting lead_session lead_meeting lead_discussion helm gavel
deputy: vice deputy vice-chair vice_chair number_two
open: open opened opening opener inaugurate inaugural inauguration welcome welcomed greet greeting launch_meeting kick_off declare_open start_off opening_remarks opening_address opening_speech set_going
close: close closed closing closer adjourn wrap_up concluding_remarks closing_remarks closing_address farewell close_meeting end_meeting bring_close vote_of_thanks
moderate: moderate moderator moderation moderated facilitate_discussion facilitate_panel steer_discussion guide_discussion lead_discussion chair_panel chair_discussion
host: host hosts hosting co-host cohost hosted play_host housed lend_room premises invite_to provide_venue
organise: organise organize organiser organizer organisation_of arrange convene conduct hold run prepare stage put_together set_up responsible in_charge joint_venture co-organise coorganise co-host initiate coordinate behind mount initiative_of deliver implement carry_out summon call_together take_care bring_together_by plan_event partner
fund: fund funds funding funder finance financing financial pay paid payment sponsor sponsorship donor donate donation bear_cost cover_cost meet_cost bill_paid grant gift give_money money means_come budget_from contribution contribute foot_bill expense subsidy subsidise financed_by provide_money
support: support supporter assist assistance help helper back backing aid lend partner partnership collaborate collaboration cooperation stand_behind contribution contribute side patron patronage technical_support
attend: attend attendee attendance participate participant participation join were_present was_present also_present present_were on_hand take_part come came travel represent delegate delegation gather assemble bring_together send sent enrol register sign_up journey take_seat meet met guest take_place_table arrive show_up turn_up welcome visit draw flock on_hand among_them audience
observe: observe observer observers look_on watch watch_as follow_debate witness
absent: absent absence stay_away apologies send_apologies missing cancel not_attend decline not_invited unable_attend
represent: represent representative delegate delegation head_delegation on_behalf stand_in stand_for speak_for come_from sent_by deputise name_of for_government
speak: speak speaker spoke speech address keynote remark remarks talk lecture lecturer present presenter presentation explain report outline introduce introduction describe brief briefing deliver intervention statement guest_honour take_floor contribute_talk show demonstrate
say: say said state statement stress underline underscore emphasise emphasize highlight note remark argue insist add point_out observe maintain declare affirm assert promise warn urge call_for ask appeal explain reply answer respond voice express conclude believe think tell comment quote word according recall acknowledge mention suggest remind praise call describe opinion view worry concern_voiced hope admit complain claim announce caution thank
agree: agree agreed agreement agreements adopt adoption approve approval endorse endorsement decide decision resolve resolution undertake commit commitment conclude pledge consensus accept settle outcome result recommend recommendation determine vote pass consent promise accord
sign: sign signed signatory signature sign_up_to put_name carry_name initial ratify conclude_agreement
reject: reject rejection refuse decline turn_down not_find_majority vote_down oppose
deny: abstain fail failed postpone put_off doubt doubted lack too_late excuse_itself without neither contradict deny veto reserve_position watch_only rule_out refrain
launch: launch launched launching start begin initiate unveil inaugurate establish set_up introduce open present kick_off publish create found
teach: teach teacher taught train trainer training_by instruct instructor facilitator facilitate tutor lecturer coach lead_class lead_course lead_training deliver_training trainers guide give_course
learn: learn learner learned acquire study practise practice trainee
panel: panel panellist panelist panelists discussant roundtable round_table
lead: lead led leader head headed direct direct_by run manage manager chief command oversee spearhead guide in_charge
elect: elect election elected appoint appointment choose chosen succeed successor take_over hand_over become name_as nominate pass_to select pick
next: next follow following follow-up future later upcoming forthcoming continue continuation plan planned scheduled resume will further step come_after subsequent
host_next: next_host offer_host
deadline: deadline due by_end no_later until
visit: visit tour excursion see field_trip go_see inspect
award: award prize honour honor win winner medal receive certificate hand_out present_award recognise reward
perform: perform performance performer play show entertain artist
publish: publish publication release issue publicise bring_out
develop: develop development draft draw_up prepare work_out write produce elaborate devise design create
discuss: discuss discussion debate deal_with topic subject theme consider talk_about focus cover exchange agenda address examine explore look_at review concern issue item
purpose: purpose aim objective goal intend intention meant serve want reason so_that in_order order_to task
benefit: benefit beneficiary profit gain advantage
cost: cost costs price expense budget worth amount value spend spending euro dollar money pay
last: last lasted duration long run take length days continue span
locate: locate located venue place location site held hotel resort city town setting based seat building premises hall room
happen: happen occur take_place hold held convene meet gather run ran
employ: work serve employ job post position title office function capacity profession belong
name: name call title entitle known motto slogan theme label dub
mean: mean meaning stand_for short_for abbreviation acronym define definition refer term signify
number: number total count many figure share percentage rate proportion
begin: begin start commence open launch outset beginning onset first
end: end finish complete conclude close expire final last terminate
ask: ask request call demand appeal want urge require seek invite
offer: offer propose proposal suggest provide give lend
warn: warn warning caution risk danger threat worry concern fear
improve: improve strengthen enhance better upgrade boost reinforce
need: need necessary necessity require indispensable essential must
share: share exchange pass_on circulate
report: report tell inform announce communicate
accredit: accredit accreditation certify certificate qualify
exclude: exclude leave_out omit without except
include: include comprise consist contain among cover
test: test try trial pilot exercise rehearse simulate simulation drill
choose: choose select pick determine decide survey
cancel: cancel cancellation postpone withdraw call_off
build: build construct set_up establish create found foundation
"""

NOUNS = """
event: event meeting workshop training conference session symposium seminar course summit forum gathering exercise talk table function celebration assembly congress colloquium retreat consultation dialogue briefing class convention ceremony roundtable webinar programme get-together mtg occasion launch project
person: person people man woman participant delegate attendee guest official officer member expert representative individual ppl folk colleague staff human trainee student professional
country: country state nation government land economy
body: organisation organization body agency institution association society ngo company firm partner group federation network authority department ministry council commission union foundation institute secretariat unit service
company: company firm enterprise business corporation consultancy
document: document text declaration charter memorandum agreement treaty communique statement resolution plan strategy mou protocol convention pact accord framework
money: money fund grant euro dollar amount sum budget cost finance payment contribution dues fee funding
outsider: outsider public civilian citizen resident
hotel: hotel resort lodge inn guesthouse
venue: venue hotel hall building centre center resort lodge library university headquarters palace college office campus house auditorium club room
city: city town capital village place location
theme: theme topic subject motto title focus issue matter
aim: aim purpose objective goal target
minister: minister ministry secretary
army: army military armed force troop soldier
police: police policing officer law_enforcement
teacher: teacher trainer facilitator instructor lecturer tutor
doctor: doctor physician dr
scientist: scientist researcher scholar academic professor biologist
job: job post position title function role office
boss: boss head chief director leader manager president chairman
worker: worker staff employee personnel labour
pupil: student pupil trainee learner graduate
ship: ship vessel boat ferry
sea: sea maritime marine ocean
illness: illness disease sickness
photo: photo picture image photograph
computer: computer cyber internet online digital virtual
law: law legal legislation act regulation
lawyer: lawyer prosecutor judge attorney solicitor barrister legal
trade: trade commerce commercial business export import tariff customs
disaster: disaster catastrophe emergency earthquake flood hazard
child: child children kid minor
young: young youth junior
yearly: yearly annual annually year
two: both two pair
proposal: proposal suggestion recommendation idea
worry: worry concern fear anxiety
difficulty: difficulty problem challenge obstacle
task: task job duty assignment mission
step: step action measure activity
fast: rapid quick fast swift speed
tool: tool system instrument software platform
guide: guide guideline handbook manual
survey: survey poll questionnaire study research
result: result outcome finding conclusion
part: part share portion
rule: rule regulation standard norm
award: award prize medal
reason: reason cause why because
border: border frontier boundary
refugee: refugee migrant asylum displaced migration
crime: crime criminal offence offense
nature: nature wildlife environment animal biodiversity
school: school education college university academy
food: food meal lunch dinner
loan: loan credit lend interest
farmer: farmer grower peasant agriculture
phone: phone telephone mobile
money_laundering: launder illicit
union: union unionist trade_union
water: water river sea lake
victim: victim survivor
weapon: weapon arm gun
"""
