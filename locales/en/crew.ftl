cli-work = do the heavy work of a service that runs elsewhere, with the same ENGINE_URL
cli-work-roles = what it does: cpu (fetch, convert, hide words), gpu (listen to speech), or both: cpu,gpu
cli-work-name = what it is called; without it, its roles, a number and the machine
cli-work-slots = how many tasks it does at once (WORKER_SLOTS, when not given)

# Variables:
#   $roles (String)
cli-work-roles-wrong = { $roles } are no roles for a worker. Take cpu, gpu, or cpu,gpu.

cli-work-no-engine = A worker has to know where work is given out: set ENGINE_URL to what the service has there.

# Variables:
#   $name (String, optional)
error-worker-named = There is another worker called { $name ->
    [unknown] like this one
   *[other] { $name }
}. Give one of them another name with --name.

# Variables:
#   $own (String, optional)
#   $front (String, optional)
error-worker-outdated = This worker runs { $own ->
    [unknown] another Hearsay than the service
   *[other] Hearsay { $own }, and the service { $front }
}. Install the same version on both, then start the worker again.

# Variables:
#   $name (String)
#   $roles (String)
#   $busy (Number)
#   $slots (Number)
#   $load (String) - programs that want a processor, for each processor
#   $version (String)
admin-worker = Worker { $name }: { $roles } · { $busy } of { $slots } busy · load { $load } · { $version }

# Variables:
#   $names (String)
doctor-workers-there = { $names } work for the service.
doctor-workers-none = No worker is there, so the service does everything itself. Start some with python main.py work.

# Variables:
#   $roles (String)
doctor-workers-lacking = There is no worker for { $roles }, and ROLES does not let the service do it. Start one with python main.py work.

# Variables:
#   $reason (String) - in the system's or the server's words
doctor-workers-unknown = The database of ENGINE_URL does not answer: { $reason }
