pub struct Phone(String);
impl Phone {
    pub fn parse(raw: &str) -> Result<Phone, ()> {
        if raw.len() > 9 {
            Ok(Phone(raw.to_owned()))
        } else {
            Err(())
        }
    }
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
