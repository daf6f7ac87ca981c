def printed(found): import json; return json.dumps(found, indent=1)
