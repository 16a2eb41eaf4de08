cli-work = 为别处运行的服务做繁重的工作，使用相同的 ENGINE_URL
cli-work-roles = 它做什么：cpu（下载、转换、隐藏词语）、gpu（听写语音），或两者：cpu,gpu
cli-work-name = 它的名字；不指定则为角色、编号和机器名
cli-work-slots = 同时做几件事（不指定则为 WORKER_SLOTS）

# Variables:
#   $roles (String)
cli-work-roles-wrong = { $roles } 不是工作进程的角色。请用 cpu、gpu 或 cpu,gpu。

cli-work-no-engine = 工作进程必须知道在哪里领取工作：请把 ENGINE_URL 设为与服务相同的值。

# Variables:
#   $name (String, optional)
error-worker-named = 已有另一个{ $name ->
    [unknown] 同名
   *[other] 名为 { $name }
}的工作进程。请用 --name 给其中一个换个名字。

# Variables:
#   $own (String, optional)
#   $front (String, optional)
error-worker-outdated = 这个工作进程运行的{ $own ->
    [unknown] 版本与服务不同
   *[other] 是 Hearsay { $own }，而服务是 { $front }
}。请在两边安装相同的版本，然后重新启动它。

# Variables:
#   $name (String)
#   $roles (String)
#   $busy (Number)
#   $slots (Number)
#   $load (String) - programs that want a processor, for each processor
#   $version (String)
admin-worker = 工作进程 { $name }：{ $roles } · 忙 { $busy }/{ $slots } · 负载 { $load } · { $version }

# Variables:
#   $names (String)
doctor-workers-there = 正在为服务工作：{ $names }。
doctor-workers-none = 没有工作进程，一切由服务自己完成。可用 python main.py work 启动。

# Variables:
#   $roles (String)
doctor-workers-lacking = 没有 { $roles } 的工作进程，而 ROLES 不允许服务自己做。请用 python main.py work 启动一个。

# Variables:
#   $reason (String) - in the system's or the server's words
doctor-workers-unknown = ENGINE_URL 的数据库没有回应：{ $reason }
