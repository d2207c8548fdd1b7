# What happens before any command runs.

$ taizhang version
  taizhang 0.1.0

$ taizhang --version
  taizhang 0.1.0

$ LANG=zh_CN.UTF-8 taizhang verzion
! taizhang: 没有命令“verzion”，是否为“version”？
! 用法见：taizhang help
= 2

$ taizhang
! taizhang: A command is missing behind "taizhang".
! See: taizhang help
= 2

$ taizhang --fromat json help
! taizhang: Option --fromat is not known; did you mean --format?
! See: taizhang help
= 2

$ taizhang help --format xml
! taizhang: --format: "xml" is not one of: table, csv, json.
! See: taizhang help help
= 2

$ taizhang help --format=csv --format csv
! taizhang: Option --format stands twice; give it once.
! See: taizhang help help
= 2

$ taizhang version --quiet=yes
! taizhang: Option --quiet takes no value.
! See: taizhang help version
= 2

$ taizhang help --lang
! taizhang: Option --lang needs a value: LANGUAGE.
! See: taizhang help help
= 2

$ taizhang completion
! taizhang: SHELL is missing; "taizhang completion" needs it.
! See: taizhang help completion
= 2

$ taizhang completion bash zsh
! taizhang: "zsh" is one word too many for "taizhang completion".
! See: taizhang help completion
= 2

$ taizhang completion fish
! taizhang: SHELL: "fish" is not one of: bash, zsh.
! See: taizhang help completion
= 2

# The language: --lang before the environment, LC_ALL before LANG.
$ LANG=zh_CN.UTF-8 taizhang --lang=en help version | head -1
  Usage: taizhang version

$ LC_ALL=zh_CN LANG=en_US taizhang help version | head -1
  用法：taizhang version

$ taizhang help version --lang zh
  用法：taizhang version
  ...

# Standard output that does not take the text.
$ taizhang version >/dev/full
! taizhang: The disk is full; nothing was saved. Free some space and try again.
= 5

$ taizhang version >&-
! taizhang: Cannot read or write <stdout>: Bad file descriptor.
= 5

# A pipe whose reader is gone.
$ python3 -c "import os, subprocess; r, w = os.pipe(); os.close(r); print(subprocess.run(['taizhang', 'help'], stdout=w).returncode)"
  5
! taizhang: Cannot read or write <stdout>: Broken pipe.

# What is made from the table of commands can be read by its readers.
$ taizhang completion bash | bash -n

$ taizhang completion bash >c && bash -c '. ./c; COMP_WORDS=(taizhang comp); COMP_CWORD=1; _taizhang; echo ${COMPREPLY[*]}; COMP_WORDS=(taizhang completion --format j); COMP_CWORD=3; _taizhang; echo ${COMPREPLY[*]}; COMP_WORDS=(taizhang completion z); COMP_CWORD=2; _taizhang; echo ${COMPREPLY[*]}'
  completion
  json
  zsh

$ taizhang help --man --lang zh | grep '^\.SH'
  .SH 名称
  .SH 用法
  .SH 说明
  .SH 命令
  .SH 通用选项
  .SH 退出码
  .SH 环境变量

# docs/cli.md ends with the reference that the program gives.
$ sed '1,/^<!-- commands -->/d' docs/cli.md >written.md; taizhang help --markdown --lang en | diff written.md -
