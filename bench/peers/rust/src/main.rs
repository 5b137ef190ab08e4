//! aws-sdk-rust in the same terms as the other clients: rust-load OPERATION CALLS IN_FLIGHT
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::time::Instant;

use aws_credential_types::Credentials;

type Call = Rc<dyn Fn() -> Pin<Box<dyn Future<Output = ()>>>>;

/// A client of the service crate against one port; each crate has builder types of its own.
macro_rules! client {
    ($service:ident, $port:expr $(, $option:ident)*) => {
        $service::Client::from_conf(
            $service::config::Builder::new()
                .behavior_version($service::config::BehaviorVersion::latest())
                .region($service::config::Region::new("us-east-1"))
                .endpoint_url(format!("http://127.0.0.1:{}", $port))
                .credentials_provider(Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", None, None, "bench"))
                $(.$option(true))*
                .build(),
        )
    };
}

fn get_item(port: u16) -> Call {
    use aws_sdk_dynamodb::types::AttributeValue::S;
    let client = client!(aws_sdk_dynamodb, port);
    Rc::new(move || {
        let request = client.get_item().table_name("bench").key("pk", S("user#0000012345".into())).key("sk", S("profile#main".into())).send();
        Box::pin(async move { assert_eq!(request.await.expect("answer").item().unwrap()["age"].as_n().unwrap(), "36") })
    })
}

fn fleet(port: u16) -> Call {
    let client = client!(aws_sdk_ec2, port);
    Rc::new(move || {
        let request = client.describe_instances().send();
        Box::pin(async move { assert_eq!(request.await.expect("answer").reservations().len(), 1000) })
    })
}

fn operation(name: &str) -> Call {
    match name {
        "get_item" => get_item(8088),
        "delayed_get_item" => get_item(8095),
        "describe_instances" => fleet(8090),
        "describe_instances_pretty" => fleet(8097),
        "describe_regions" => {
            let client = client!(aws_sdk_ec2, 8089);
            Rc::new(move || {
                let request = client.describe_regions().send();
                Box::pin(async move { assert_eq!(request.await.expect("answer").regions().len(), 34) })
            })
        }
        "list_objects_v2" => {
            let client = client!(aws_sdk_s3, 8091, force_path_style);
            Rc::new(move || {
                let request = client.list_objects_v2().bucket("bench-bucket").prefix("logs/").send();
                Box::pin(async move { assert_eq!(request.await.expect("answer").contents().len(), 1000) })
            })
        }
        "receive_message" => {
            let client = client!(aws_sdk_sqs, 8092);
            Rc::new(move || {
                let request = client.receive_message().queue_url("http://127.0.0.1:8092/123456789012/q").max_number_of_messages(10).send();
                Box::pin(async move { assert_eq!(request.await.expect("answer").messages().len(), 10) })
            })
        }
        _ => panic!("unknown operation {name}"),
    }
}

fn usage() -> libc::rusage {
    unsafe {
        let mut used = std::mem::zeroed();
        libc::getrusage(libc::RUSAGE_SELF, &mut used);
        used
    }
}

fn cpu() -> f64 {
    let used = usage();
    (used.ru_utime.tv_sec + used.ru_stime.tv_sec) as f64 + (used.ru_utime.tv_usec + used.ru_stime.tv_usec) as f64 / 1e6
}

fn threads() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    status.lines().find_map(|line| line.strip_prefix("Threads:")).unwrap().trim().parse().unwrap()
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let (calls, in_flight): (usize, usize) = (arguments[2].parse().unwrap(), arguments[3].parse().unwrap());
    let call = operation(&arguments[1]);
    let (mut cpus, mut walls) = (vec![], vec![]);
    let local = tokio::task::LocalSet::new();
    for _ in 0..6 {
        let (start_cpu, start) = (cpu(), Instant::now());
        local
            .run_until(async {
                let tasks: Vec<_> = (0..in_flight)
                    .map(|n| {
                        let (call, share) = (call.clone(), calls / in_flight + usize::from(n < calls % in_flight));
                        tokio::task::spawn_local(async move {
                            for _ in 0..share {
                                call().await
                            }
                        })
                    })
                    .collect();
                for task in tasks {
                    task.await.unwrap()
                }
            })
            .await;
        cpus.push(cpu() - start_cpu);
        walls.push(start.elapsed().as_secs_f64());
    }
    let (first_cpu, first_wall) = (cpus.remove(0), walls.remove(0));
    cpus.sort_by(f64::total_cmp);
    walls.sort_by(f64::total_cmp);
    let (cpu, wall, count) = (cpus[2], walls[2], calls as f64);
    println!(
        r#"{{"client": "aws-sdk-rust", "operation": "{}", "calls": {calls}, "in_flight": {in_flight}, "cpu_us": {:.1}, "wall_us": {:.1}, "cpu_ms": {:.1}, "wall_ms": {:.1}, "first_cpu_ms": {:.1}, "first_wall_ms": {:.1}, "threads": {}, "rss_mb": {:.1}}}"#,
        arguments[1], cpu * 1e6 / count, wall * 1e6 / count, cpu * 1e3, wall * 1e3, first_cpu * 1e3, first_wall * 1e3, threads(),
        usage().ru_maxrss as f64 / 1024.0
    );
}
