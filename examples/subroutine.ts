// A subroutine: one way in, one way out. The main routine stands still until it returns.
function helloWorld(): number {
  // the way in
  console.log("hello world");
  return 0; // the way out
}

console.log(helloWorld());
