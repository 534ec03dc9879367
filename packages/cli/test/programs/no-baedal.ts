// A Node program like any other.
setInterval(() => {}, 60_000);
console.log("ready");
