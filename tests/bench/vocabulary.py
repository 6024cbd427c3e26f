"""Invented words that synthetic dossiers are made of: a coast, its ports, firms, councils and papers."""

from __future__ import annotations


def _words(text: str) -> list[str]:
    return text.split()


def _phrases(text: str) -> list[str]:
    return [part for line in text.splitlines() for part in line.split("|") if part]


GIVEN = _words("""
    Marla Tomas Ingrid Aksel Rosa Emeka Yusuf Petra Lasse Noor Dagny Otis Wanda Ilias Freya Boris Salome
    Karim Edda Hugo Renata Viggo Amara Joost Lidia Selim Thora Matteo Ulla Zoë Björn Søren Émile Chloë
    Łukasz Anaïs
""")
FAMILY = _words("""
    Quist Brandt Halvorsen Ekberg Okafor Demir Lindqvist Marchetti Vance Oduya Rasmussen Petrov Kessler
    Arnaud Whitlock Moreau Tanaka Silva Osei Haugen Novak Ferrante Duarte Castell Bergström Müller Nuñez
    Lefèvre O’Dowd Sørby MacLure Van-der-Meer Ibáñez Kovač
""")
HAN_FAMILY = _words("沈 梁 罗 顾 苏 陆 范 秦 许 严 方 白")
HAN_GIVEN = _words("若棠 文澜 明远 子衿 思源 海宁 静安 立川 雨桐 长风 知秋 望舒")
PLACES = _words("""
    Orsund Brimhamn Tarnvik Kelstrand Molde-Haven Ashquay Vellmouth Skarnes Dunmarrow Feldby Karsholm
    Luneport Hesterwick Norrbeck Pellham Strandholm Quillmouth Varlo Ebbesund Grimsey-Lock
""")
FIRMS = _words("""
    Nordlink Baltora Ferrovane Ostwerk Kelmar Tidewater Halcyon Meridian Corvane Lumeris Stavix
    Brightline Ardent Palisade Quorum Vantage Helix Sable Argent Kestrel
""")
FIRM_KINDS = _phrases("Lines|Shipping|Energy|Holdings|Labs|Group|Works|Capital|& Sons|AB")
PAPERS = _words("Courier Daily Mail Observer Lantern Post Ledger Chronicle Tidende Gazette")
BODIES = _phrases("Harbour Board|City Council|Audit Office|Coast Authority|Labour Court|Port Police")
THINGS = _phrases("""
the north quay|the ferry terminal|the dredging contract|the battery ferry|the grain silo|the toll bridge
the harbour fund|the night crossing|the pilot station|the customs shed|the seawall|the cable landing
the repair dock|the pension scheme|the crane lease|the data centre|the training cluster|the tariff appeal
""")
ACTIONS = _words("""
    bought sold closed reopened delayed inspected financed approved rejected leased founded audited
    renamed defended abandoned insured rebuilt mortgaged
""")
REASONS = _phrases("""
after two winters of storms|without asking the council|against the advice of the auditors
because the old permit had lapsed|on the strength of a single letter|to keep the night shift in work
before the vote was counted|at a price nobody would confirm|with money from the harbour fund
while the inquiry was still open|although the insurer had warned it|under a clause that few had read
""")
FILLERS = _phrases("""
Nobody at the harbour office would say more.|The file was closed the same week.
The minutes do not record a vote.|A spokesman declined to comment.|The figures could not be checked.
Two people who were there remember it otherwise.|The letter is dated, but not signed.
It rained on the quay all day.|The board meets again in the spring.
""")
SAYINGS = _phrases("""
{who} said: “{what}.”|“{what},” according to {who}.|{who} told the paper that {what}.|{what}.
""")
PROPERTIES = _phrases("cost|length|crew|date of sale|capacity|number of crossings|share|aim")
UNITS = _words("USD EUR crown passenger crossing gpu:H800 tonne job")

HAN_PLACES = _words("东港 北岸 云洲 松浦 临海 石门 金沙湾 望潮")
HAN_FIRMS = _words("北联航运 海川重工 松浦电力 明镜科技 远帆集团 潮声报 临海日报 深蓝实验室")
HAN_THINGS = _words("北码头 渡轮航站楼 疏浚合同 电池渡轮 港务基金 夜航班次 海堤 训练集群 退休金计划")
HAN_ACTIONS = _words("收购了 关闭了 重新开放了 推迟了 检查了 资助了 批准了 拒绝了 租下了 创立了")
HAN_REASONS = _words("而没有征求市议会的意见 因为旧许可证已经过期 价格无人证实 尽管保险公司曾经警告")
HAN_FILLERS = _words("港务局没有人愿意多说。 会议纪要没有记录表决。 这些数字无法核实。 信上没有签名。")

TAGS = _words("""
    money money/cost money/funding money/wages money/insurance people people/hiring people/founding
    people/education policy policy/export policy/permit policy/vote compute compute/chips
    compute/training harbour harbour/ferry harbour/quay harbour/dredging evidence evidence/hearsay
    evidence/copied evidence/undated to-verify contradiction rumour translation-doubtful
    time/before-vote time/after-vote 港务 港务/渡轮
""")
NOTES = _phrases("""
Check against the minutes.|Is this the same quay?|The translation of this is doubtful.
Ask the harbour office for the contract.|The Courier printed a correction.|Compare with that year's audit.
Follow up: who signed?|Looks copied from the agency.
""")
