// Configs as they are found: what each client writes itself, and what people make of it. Keys in them are made up.
import type { ClientId } from '../../../../main/mcp/clients/model.ts'

/** Each with other servers, and settings that are none. `$` in a name says how it is written. */
export const FOUND: Readonly<Record<ClientId, Readonly<Record<string, string>>>> = {
  'claude-code': {
    'as it writes it': `{
  "numStartups": 12,
  "mcpServers": {
    "github": {
      "type": "http",
      "url": "https://example.org/mcp/",
      "headers": {
        "Authorization": "Bearer made-up"
      }
    }
  },
  "projects": {
    "/home/you/src/gatehouse": {
      "mcpServers": {
        "gatehouse": {
          "command": "x"
        }
      },
      "hasTrustDialogAccepted": true
    }
  },
  "userID": "0000"
}`,
    'new, without servers': '{\n  "firstStartTime": "2026-11-21T19:01:22.449Z",\n  "migrationVersion": 13\n}',
    'on one line': '{"numStartups":1,"mcpServers":{"a":{"command":"npx","args":["-y","a"]}},"userID":"0"}',
  },
  'claude-desktop': {
    'as its manual says': `{
  "mcpServers": {
    "filesystem": {
      "command": "npx",
      "args": ["-y", "@modelcontextprotocol/server-filesystem", "/home/you/Desktop"]
    }
  }
}
`,
    'with preferences alone': '{\r\n  "globalShortcut": ""\r\n}\r\n',
  },
  cursor: {
    'with remarks and a trailing comma': `{
  "mcpServers": {
    // for the tickets
    "linear": { "url": "https://example.org/sse" }, // slow
    "db": {
      "command": "docker",
      "args": ["run", "-i", "--rm", "db"],
      "env": { "PASSWORD": "\${env:DB_PASSWORD}" },
    },
  },
}
`,
    'with an empty section': '{\n  "mcpServers": {}\n}\n',
    'from Notepad': '\uFEFF{\r\n\t"mcpServers": {\r\n\t\t"a": { "command": "a.cmd" }\r\n\t}\r\n}\r\n',
  },
  vscode: {
    'with inputs': `{
	"servers": {
		"github": {
			"type": "http",
			"url": "https://example.org/mcp/"
		}
	},
	"inputs": [
		{ "type": "promptString", "id": "key", "password": true }
	]
}`,
    'with inputs alone': '{\n\t"inputs": []\n}',
  },
  codex: {
    'with servers, profiles and traps': `model = "gpt-5" # [mcp_servers.gatehouse]
approval_policy = "on-request"
notify = [
  "notify-send", # ]
  "[mcp_servers.gatehouse]",
]

[mcp_servers.docs]
command = "npx"
args = ["-y", "docs"]

[mcp_servers.docs.env]
KEY = "made-up"

[projects."/home/you/src"]
trust_level = "trusted"
`,
    'without servers, and without a last line end': 'model = "gpt-5"\r\n[tui]\r\nnotifications = true',
  },
  gemini: {
    'with remarks': `{
  // mine
  "security": { "auth": { "selectedType": "oauth-personal" } },
  "mcpServers": {
    "a": { "httpUrl": "http://127.0.0.1:1/mcp", "trust": false } /* local */
  }
}
`,
    'without servers': '{ "ui": { "theme": "GitHub" } }\n',
  },
  opencode: {
    'as it writes it': `{
  "$schema": "https://opencode.ai/config.json",
  "mcp": {
    "a": {
      "type": "local",
      "command": ["npx", "a"]
    }
  }
}`,
    'with a schema alone': '{\n  "$schema": "https://opencode.ai/config.json",\n}\n',
  },
  copilot: {
    'as it writes it': `{
  "mcpServers": {
    "a": {
      "tools": [
        "*"
      ],
      "type": "local",
      "command": "a",
      "args": []
    }
  }
}
`,
  },
  windsurf: {
    'with a server that is off': `{
  "mcpServers": {
    "git": {"command": "py", "args": ["-m", "mcp_server_git"], "disabled": true}
  }
}`,
  },
  zed: {
    'as it writes it': `// Zed settings
//
// For information on how to configure Zed, see its documentation.
{
  "context_servers": {
    "a": {
      "source": "custom",
      "command": "a",
      "args": [],
    },
  },
  "ui_font_size": 16,
  "theme": {
    "mode": "system", // or "dark"
  },
}
`,
    'without servers': '// Zed settings\n{\n  "vim_mode": true,\n}\n',
  },
}

/** What holds nothing yet. */
export const EMPTY: Readonly<Record<string, string>> = {
  'an empty file': '',
  'blank lines': '\n\n',
  'a mark alone': '\uFEFF',
}
