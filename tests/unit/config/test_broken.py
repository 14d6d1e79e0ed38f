"""Broken files: every fault is named with file, line and key, in words that say what to write."""

from __future__ import annotations

from pathlib import Path

import pytest

from edge.config import check, load
from edge.domain.errors import ConfigError

HEAD = 'site = "s-1"\ngate = "g-1"\n[[camera]]\nrole = "lane"\nsource = "/dev/video0"\n'
"""Five lines without a fault: what a case adds begins on line 6."""

CASES = {
    "nothing_in_it": ("", ["1: camera: is required", "1: gate: is required", "1: site: is required"]),
    "no_camera": ('site = "s"\ngate = "g"\ncamera = []', ["3: camera: must not be empty"]),
    "camera_without_role": (
        'site = "s"\ngate = "g"\n\n[[camera]]\nsource = "0"',
        ["4: camera[0].role: is required"],
    ),
    "not_toml": ('site = "s"\ngate = g', ["2: not valid TOML: Invalid value"]),
    "open_end": ('site = "s"\ngate = "', ["2: not valid TOML: Unterminated string"]),
    "twice": (HEAD + 'role = "rear"', ["6: not valid TOML: Cannot overwrite a value"]),
    "near_key": (HEAD + "stall = 3.0", ["6: camera[0].stall: unknown key; did you mean 'stall_s'?"]),
    "near_table": (HEAD + "[mqqt]\nport = 1", ["6: mqqt: unknown key; did you mean 'mqtt'?"]),
    "strange_key": (HEAD + "[log]\nflavour = 1", ["7: log.flavour: unknown key"]),
    "key_of_another_table": (
        HEAD + "[log]\nport = 1883",
        ["7: log.port: unknown key; did you mean '[mqtt] port'?"],
    ),
    "secret_in_the_file": (
        HEAD + '[mqtt]\nusername = "g"\npassword = "hunter2"',
        ["8: mqtt.password: unknown key; did you mean 'password_file'?"],
    ),
    "address_without_a_host": (
        'site = "s"\ngate = "g"\n[[camera]]\nrole = "lane"\nsource = "rtsp:///stream"',
        ["5: camera[0].source: must name the camera's host behind '://'"],
    ),
    "empty_path": (
        HEAD + '[storage]\nfolder = ""\n[models]\nfolder = ""\n[metrics]\ntextfile = ""',
        [
            "7: storage.folder: must not be empty",
            "9: models.folder: must not be empty",
            "11: metrics.textfile: must not be empty",
        ],
    ),
    "secret_in_the_address": (
        'site = "s"\ngate = "g"\n[[camera]]\nrole = "lane"\nsource = "rtsp://a:hunter2@camera/1"',
        ["5: camera[0].source: must not hold a password: give 'username' and 'password_file'"],
    ),
    "secret_behind_the_address": (
        'site = "s"\ngate = "g"\n[[camera]]\nrole = "lane"\nsource = "rtsp://camera/1?user=a&password=hunter2"',
        ["5: camera[0].source: must not hold a password: give 'username' and 'password_file'"],
    ),
    "capital_id": (
        HEAD.replace("s-1", "Seoul 1"),
        ["1: site: must be 1 to 36 of the characters a-z, 0-9 and '-', not 'Seoul 1'"],
    ),
    "number_for_text": (HEAD.replace('"g-1"', "7"), ["2: gate: must be text in quotes, not 7"]),
    "text_for_number": (
        HEAD + '[mqtt]\nport = "1883"',
        ["7: mqtt.port: must be a whole number, not '1883'"],
    ),
    "fraction_for_whole": (
        HEAD + "[watch]\nsmall_px = 320.5",
        ["7: watch.small_px: must be a whole number, not 320.5"],
    ),
    "port_too_high": (HEAD + "[mqtt]\nport = 70000", ["7: mqtt.port: must be at most 65535, not 70000"]),
    "no_time_at_all": (HEAD + "stall_s = 0", ["6: camera[0].stall_s: must be greater than 0, not 0"]),
    "no_days": (
        HEAD + "[storage.retention]\nnew_damage_days = 0",
        ["7: storage.retention.new_damage_days: must be at least 1, not 0"],
    ),
    "infinite": (HEAD + "[outbox]\nrate_per_s = inf", ["7: outbox.rate_per_s: must be a finite number"]),
    "text_for_bool": (
        HEAD + '[mqtt]\nenabled = "yes"',
        ["7: mqtt.enabled: must be true or false, not 'yes'"],
    ),
    "no_such_choice": (
        HEAD + '[outbox]\nwait_for = "broker"',
        ["7: outbox.wait_for: must be 'puback' or 'consumer', not 'broker'"],
    ),
    "old_protocol_without_a_consumer": (
        HEAD + '[mqtt]\nversion = "3.1.1"',
        [
            "7: mqtt.version: '3.1.1' has no reason codes, so nobody would know that an event was refused:"
            " it needs [outbox] wait_for = 'consumer'"
        ],
    ),
    "upload_to_nowhere": (
        HEAD + '[evidence]\nupload_url = "ftp://centre/evidence"',
        ["7: evidence.upload_url: must be an address that begins with http:// or https://"],
    ),
    "upload_with_a_secret": (
        HEAD + '[evidence]\nupload_url = "https://gate:hunter2@centre/evidence"',
        ["7: evidence.upload_url: must not hold a name or password: give 'token_file'"],
    ),
    "token_in_the_clear": (
        HEAD + '[evidence]\nupload_url = "http://centre/evidence"\ntoken_file = "t"',
        ["8: evidence.token_file: a token would be read by others on the way: use https://"],
    ),
    "token_for_nobody": (
        HEAD + '[evidence]\ntoken_file = "t"',
        ["7: evidence.token_file: needs 'upload_url'"],
    ),
    "value_for_table": (
        'mqtt = "localhost"\n' + HEAD,
        ["1: mqtt: must be a table, not 'localhost'"],
    ),
    "value_for_list": (
        HEAD + '[plate]\nregions = "kr"',
        ["7: plate.regions: must be a list in [ ], not 'kr'"],
    ),
    "table_for_list_of_tables": (
        'site = "s"\ngate = "g"\n[camera]\nrole = "lane"',
        ["3: camera: must be a list in [ ], not a table"],
    ),
    "second_of_a_list": (
        HEAD + '[plate]\nregions = [\n  "kr",\n  "Korea", # no\n]',
        ["9: plate.regions[1]: must be a region such as 'kr' or 'us-ca', not 'Korea'"],
    ),
    "region_of_no_plates": (
        HEAD + '[plate]\nregions = ["kr", "xx"]',
        ["7: plate.regions[1]: 'xx' is not in the table of plate formats"],
    ),
    "date_for_text": (
        HEAD + "[mqtt]\nhost = 2026-01-01",
        ["7: mqtt.host: must be text in quotes, not a date, a time or nan"],
    ),
    "date_for_table": (
        "log = 1979-05-27\n" + HEAD + "[storage]\nretention = 07:32:00",
        [
            "1: log: must be a table, not a date, a time or nan",
            "8: storage.retention: must be a table, not a date, a time or nan",
        ],
    ),
    "wildcard_topic": (
        HEAD + '[mqtt]\nbase = "gates/#"',
        ["7: mqtt.base: must be words of a-z, 0-9 and '-' with '/' between them, not 'gates/#'"],
    ),
    "host_with_an_empty_part": (
        HEAD + '[mqtt]\nhost = "10.0..5"',
        [
            "7: mqtt.host: must be a name or an address: parts of 1 to 63 letters, digits, '-' or '_'"
            " with '.' between"
        ],
    ),
    "address_with_scheme_and_secret_for_host": (
        HEAD + '[mqtt]\nhost = "mqtt://gate:hunter2@broker"',
        [
            "7: mqtt.host: must be a name or an address alone, without 'mqtt://', ':1883' or '/':"
            " give the port as 'port'"
        ],
    ),
    "host_with_a_line_break": (
        HEAD + '[mqtt]\nhost = "broker\\n"',
        ["7: mqtt.host: must hold no space, line break or control character"],
    ),
    "empty_host": (HEAD + '[mqtt]\nhost = ""', ["7: mqtt.host: must not be empty"]),
    "one_role_twice": (
        HEAD + '[[camera]]\nrole = "lane"\nsource = "1"',
        ["7: camera[1].role: another camera has the role 'lane' already"],
    ),
    "half_a_size": (HEAD + "width_px = 640", ["6: camera[0].width_px: needs 'height_px'"]),
    "camera_on_its_head": (
        HEAD + "rotation_deg = 45",
        ["6: camera[0].rotation_deg: must be 0, 90, 180 or 270, not 45"],
    ),
    "pi_camera_without_number": (
        'site = "s"\ngate = "g"\n[[camera]]\nrole = "lane"\nsource = "picamera2:front"',
        ["5: camera[0].source: must be 'picamera2:' and the camera's number, such as 'picamera2:0'"],
    ),
    "corner_outside_the_picture": (
        HEAD + "lane_polygon = [[0, 0], [1, 0],\n  [1, 1.5]]",
        ["7: camera[0].lane_polygon[2][1]: must be at most 1, not 1.5"],
    ),
    "corner_of_one_number": (
        HEAD + "lane_polygon = [[0, 0], [1], [1, 1]]",
        ["6: camera[0].lane_polygon[1][1]: is required"],
    ),
    "lane_that_is_a_line": (
        HEAD + "lane_polygon = [[0, 0], [1, 1]]",
        [
            "6: camera[0].lane_polygon: must have three or more corners, "
            "around at least a hundredth of the picture"
        ],
    ),
    "limit_of_a_camera_that_has_none": (
        HEAD + "exposure_max_ms = 4\ngain_max = 0.5",
        ["7: camera[0].gain_max: must be at least 1, not 0.5"],
    ),
    "limits_that_only_a_pi_camera_has": (
        HEAD + "exposure_max_ms = 4\ngain_max = 2",
        [
            "6: camera[0].exposure_max_ms: is for 'picamera2:' cameras; set the limit in the camera itself",
            "7: camera[0].gain_max: is for 'picamera2:' cameras; set the limit in the camera itself",
        ],
    ),
    "half_a_certificate": (
        HEAD + '[mqtt.tls]\ncert_file = "/dev/null"',
        ["7: mqtt.tls.cert_file: needs 'key_file'"],
    ),
    "password_for_nobody": (
        HEAD + '[mqtt]\npassword_file = "p"',
        ["7: mqtt.password_file: needs 'username'"],
    ),
    "inline_table": (HEAD + "log = { level = 3 }", ["6: camera[0].log: unknown key"]),
    "dotted_key": (
        "mqtt.tls.ca_file = 1\n" + HEAD,
        ["1: mqtt.tls.ca_file: must be text in quotes, not 1"],
    ),
    "many_at_once": (
        'site = "S"\n[[camera]]\nrole = "lane"\nsource = "0"\nfps = -1\n[mqtt]\nprot = 1\nkeepalive_s = 1',
        [
            "1: gate: is required",
            "1: site: must be 1 to 36 of the characters a-z, 0-9 and '-', not 'S'",
            "5: camera[0].fps: must be greater than 0, not -1",
            "7: mqtt.prot: unknown key; did you mean 'port'?",
            "8: mqtt.keepalive_s: must be at least 5, not 1",
        ],
    ),
    "a_rule_beside_an_unknown_key": (
        HEAD + "stall_ms = 3000\nwidth_px = 640",
        [
            "6: camera[0].stall_ms: unknown key; did you mean 'stall_s'?",
            "7: camera[0].width_px: needs 'height_px'",
        ],
    ),
    "rules_behind_a_wrong_value_elsewhere": (
        HEAD.replace("g-1", "G 1")
        + 'gain_max = 2\n[[camera]]\nrole = "lane"\nsource = "1"\n[mqtt]\nversion = "3.1.1"',
        [
            "2: gate: must be 1 to 36 of the characters a-z, 0-9 and '-', not 'G 1'",
            "6: camera[0].gain_max: is for 'picamera2:' cameras; set the limit in the camera itself",
            "8: camera[1].role: another camera has the role 'lane' already",
            "11: mqtt.version: '3.1.1' has no reason codes, so nobody would know that an event was refused:"
            " it needs [outbox] wait_for = 'consumer'",
        ],
    ),
    "no_rule_about_what_is_wrong_itself": (
        HEAD.replace('"/dev/video0"', "0") + 'gain_max = 2\n[evidence]\nupload_url = 1\ntoken_file = "t"',
        [
            "5: camera[0].source: must be text in quotes, not 0",
            "8: evidence.upload_url: must be text in quotes, not 1",
        ],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_every_fault_is_named_with_line_and_key(name: str, tmp_path: Path) -> None:
    text, faults = CASES[name]
    file = tmp_path / "gate.toml"
    file.write_text(text)
    with pytest.raises(ConfigError) as raised:
        load(file)
    assert raised.value.faults == [f"{file}:{fault}" for fault in faults]
    assert "hunter2" not in str(raised.value)


def test_check_names_missing_files_beside_every_other_fault(tmp_path: Path) -> None:
    file = tmp_path / "gate.toml"
    file.write_text(
        HEAD + '[mqtt]\nport = 0\nusername = "g"\npassword_file = "pw"\n[identity]\nkey_file = "/x"'
    )
    with pytest.raises(ConfigError) as raised:
        check(file)
    assert raised.value.faults == [
        f"{file}:7: mqtt.port: must be at least 1, not 0",
        f"{file}:9: mqtt.password_file: no such file: {tmp_path}/pw",
        f"{file}:11: identity.key_file: no such file: /x",
    ]


def test_check_tells_an_empty_path_once(tmp_path: Path) -> None:
    file = tmp_path / "gate.toml"
    file.write_text(HEAD + '[identity]\nkey_file = ""')
    with pytest.raises(ConfigError) as raised:
        check(file)
    assert raised.value.faults == [f"{file}:7: identity.key_file: must not be empty"]


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"gate\.toml: cannot be read: No such file"):
        load(tmp_path / "gate.toml")


def test_a_file_that_is_no_text(tmp_path: Path) -> None:
    file = tmp_path / "gate.toml"
    file.write_bytes(b'site = "s"\ngate = "\xff"\n')
    with pytest.raises(ConfigError, match=r"gate\.toml:2: is not UTF-8 text"):
        load(file)
